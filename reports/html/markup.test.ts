import { describe, expect, test } from "vitest";
import { embedded, html } from "./markup.ts";

const NASTY = `</script><img src=x onerror="alert('1')"> & \u2028\u2029 <!--`;

describe("markup", () => {
  test("escapes every value between tags and in attributes", () => {
    const { text } = html`<p title="${NASTY}">${NASTY}</p>`;

    expect(text.replaceAll(/<p title="|">|<\/p>/g, "")).not.toMatch(/[<>"'\u2028\u2029]/);
    expect(text).toContain(
      "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &#x2028;&#x2029;",
    );
  });

  test("lets markup and lists of it through, and nothing for undefined", () => {
    expect(html`<ul>${[html`<li>${1}</li>`, html`<li>${"<"}</li>`]}${undefined}</ul>`.text).toBe(
      "<ul><li>1</li><li>&lt;</li></ul>",
    );
  });

  test("embeds data that reads back the same and cannot end its element", () => {
    const { text } = embedded({ [NASTY]: NASTY });

    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual({ [NASTY]: NASTY });
  });
});
