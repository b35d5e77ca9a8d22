// A server from before the control protocol had versions: it does what it is told and tells none.
process.on("disconnect", () => process.exit(0));
process.on("message", ({ type }) => {
  if (type === "prepare") process.send({ type: "ready", url: "http://127.0.0.1:1" });
  if (type === "stop") process.disconnect();
});
