// Prints the header lines that a real Chromium sends with a same-origin fetch and with a WebSocket handshake,
// as they arrived: the source of the `browser` profile in clients/headers.ts. Rerun it to follow a new version.
//
//   node scripts/capture-headers.mjs [path of chromium]
//
// Headless Chromium calls itself HeadlessChrome. For what users send, run it headful: HEADFUL=1 under a display,
// for example `HEADFUL=1 xvfb-run -a node scripts/capture-headers.mjs`.
import { createServer } from "node:net";
import { chromium } from "playwright-core";

const PAGE = `<!doctype html><title>capture</title><link rel="icon" href="data:,"><script>
  fetch("/polling?after=0").then((response) => response.text()).then(() => {
    new WebSocket("ws://" + location.host + "/websocket?after=0");
  });
</script>`;

const answer = (type, body) =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: keep-alive\r\n\r\n${body}`;

/** Answers the page and the fetch, refuses the handshake, and resolves with the two heads that matter. */
function capture() {
  const heads = {};
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      const head = bytes.toString("latin1");
      const target = head.split(" ")[1] ?? "";
      if (target.startsWith("/polling")) {
        heads.fetch = head;
        socket.write(answer("application/json", "[]"));
      } else if (target.startsWith("/websocket")) {
        heads.handshake = head;
        socket.end("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        finish(heads);
      } else {
        socket.write(answer("text/html", PAGE));
      }
    });
  });
  return { server, finished };
}

const { server, finished } = capture();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? "/usr/bin/chromium",
  headless: process.env.HEADFUL !== "1",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const { fetch, handshake } = await finished;
  console.log(`Chromium ${browser.version()}\n\n${fetch}${handshake}`);
} finally {
  await browser.close();
  server.close();
}
