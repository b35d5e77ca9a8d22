// The load worker's HTTP clients, asking again at once, with everything the harness does per answer.

import { Addresses } from "../../../dist/clients/addresses.js";
import { Asker, requestParts } from "../../../dist/clients/asker.js";
import { requestHeaders } from "../../../dist/clients/headers.js";
import { LoadClock } from "../../../dist/clients/load-clock.js";
import { Meter } from "../../../dist/clients/meter.js";
import { HeapPacer, timerAlarm } from "../../../dist/clients/pacer.js";
import { OwnProcess } from "../../../dist/clients/process-meter.js";
import { hostClock } from "../../../dist/core/clock.js";
import { EventStream } from "../../../dist/core/stream.js";
import { collect } from "../collect.mjs";

const { url, clients, idle, perSecond } = JSON.parse(process.argv[2]);
const clock = hostClock();
const stream = new EventStream({ seed: 1, arrivals: "periodic", rate: 1, payloadBytes: 1, spanMs: 60_000 });
const meter = new Meter(stream, clients, new LoadClock(clock), new OwnProcess(), () => {});
const pacer = new HeapPacer({
  clock,
  alarm: timerAlarm,
  seed: 1,
  clients,
  firstClient: 0,
  onWake: () => meter.moment(),
});
const context = { url, clients, firstClient: 0, observer: meter, pacer, headers: requestHeaders("lean", 0) };
const parts = requestParts(context, "/polling");
const now = clock.now();
meter.start(now, now, now + 60e9);

const addresses = new Addresses(url);
/** Always from the start, as the others do. */
function ask(asker) {
  asker.cursor = 0;
  asker.ask();
}

let ready = ask;
if (idle) ready = () => {};
if (perSecond) ready = () => {};
const askers = [];
for (let client = 0; client < clients; client++) {
  askers.push(new Asker(context, client, addresses, parts, ready));
  askers[client].connect();
  if (perSecond) pacer.every(client, (clients / perSecond) * 1000, (due) => ask(askers[due]));
}
const check = setInterval(() => {
  if (meter.connected < clients) return;
  clearInterval(check);
  collect();
  process.send("connected");
}, 2);
process.on("disconnect", () => process.exit());
