import type { ServerTransport } from "../core/transport.ts";
import { Answers } from "./answers.ts";
import { CURSOR_SCHEMA, HttpServer } from "./http-server.ts";

/** Short polling: `GET /polling?after=N` is answered at once, `200` with a JSON array or `204`. */
export const polling = {
  name: "polling",
  create(context) {
    const server = new HttpServer(context);
    const answers = new Answers(context.feed);
    const schema = { querystring: { type: "object", properties: { after: CURSOR_SCHEMA } } };
    server.app.get<{ Querystring: { after: number } }>("/polling", { schema }, (request, reply) => {
      if (server.asked(request)) server.answer(reply, answers.to(request.query.after));
    });
    return server;
  },
} satisfies ServerTransport;
