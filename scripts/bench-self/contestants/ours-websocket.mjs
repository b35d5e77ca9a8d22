// The load worker's WebSocket clients with everything the harness does per event: clock, audit, histograms.
import { requestHeaders } from "../../../dist/clients/headers.js";
import { LoadClock } from "../../../dist/clients/load-clock.js";
import { Meter } from "../../../dist/clients/meter.js";
import { HeapPacer, timerAlarm } from "../../../dist/clients/pacer.js";
import { OwnProcess } from "../../../dist/clients/process-meter.js";
import { websocket } from "../../../dist/clients/websocket.js";
import { hostClock } from "../../../dist/core/clock.js";
import { EventStream } from "../../../dist/core/stream.js";
import { collect } from "../collect.mjs";

const { url, clients, stream, startAt } = JSON.parse(process.argv[2]);
const clock = hostClock();
const meter = new Meter(new EventStream(stream), clients, new LoadClock(clock), new OwnProcess(), () => {});
const pacer = new HeapPacer({
  clock,
  alarm: timerAlarm,
  seed: 1,
  clients,
  firstClient: 0,
  onWake: () => meter.moment(),
});
const half = websocket.create(
  { url, clients, firstClient: 0, observer: meter, pacer, headers: requestHeaders("lean", 0) },
  {},
);
if (startAt !== undefined) meter.start(startAt, startAt, startAt + stream.spanMs * 1e6);

for (let client = 0; client < clients; client++) half.connect(client);
const check = setInterval(() => {
  if (meter.connected < clients) return;
  clearInterval(check);
  collect();
  process.send("connected");
}, 2);
process.on("disconnect", () => process.exit());
