// A peer that gets ready and then ends without an answer.
process.on("message", () => process.exit(3));
process.send({ type: "ready", port: 1 });
