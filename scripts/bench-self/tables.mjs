// Results as tables for people.

const us = (value) => value.toFixed(2).padStart(7);
const percent = (value) => `±${(value * 100).toFixed(0)}%`.padStart(6);

/** A contest's rows, point by point. */
export function contestTable(rows) {
  const lines = ["", rows[0].contest];
  let label = "";
  for (const row of rows) {
    if (row.label !== label) {
      label = row.label;
      lines.push(
        `  ${label}`,
        `    ${"".padEnd(18)}    per s   user µs  system µs  total µs  spread  ours/this  (user)`,
      );
    }
    const { name, perSecond, userUs, systemUs, totalUs, spread, oursToThis, oursToThisUser } = row;
    lines.push(
      `    ${name.padEnd(18)} ${Math.round(perSecond).toLocaleString("en-US").padStart(8)}  ${us(userUs)}    ${us(systemUs)}   ${us(totalUs)}  ${percent(spread)}     ${oursToThis.toFixed(2)}    ${oursToThisUser.toFixed(2)}`,
    );
  }
  return lines.join("\n");
}

/** How the server's cost per event grows with its clients, against the bare loop's. */
export function fanOutGrowth(rows) {
  const cost = (name, clients) =>
    rows.find((row) => row.name === name && row.point.clients === clients).totalUs;
  const clients = rows.map((row) => row.point.clients);
  const [fewest, most] = [Math.min(...clients), Math.max(...clients)];
  const growth = (name) => cost(name, most) / cost(name, fewest);
  const [server, loop] = [growth("server"), growth("bare write loop")];
  const sentence =
    `\nFrom ${fewest} to ${most} clients the server's cost per event grows ${server.toFixed(2)}×, ` +
    `the bare loop's ${loop.toFixed(2)}×: ${(server / loop).toFixed(2)} times as much.`;
  return { server, loop, ratio: server / loop, sentence };
}

export function idleTable(rows) {
  const lines = ["", "Idle clients", `    ${"".padEnd(18)} KiB per client  spread  connections/s`];
  for (const { name, rssBytesPerClient, spread, connectionsPerSecond } of rows) {
    lines.push(
      `    ${name.padEnd(18)} ${(rssBytesPerClient / 1024).toFixed(1).padStart(14)}  ${percent(spread)}  ${Math.round(connectionsPerSecond).toLocaleString("en-US").padStart(13)}`,
    );
  }
  return lines.join("\n");
}
