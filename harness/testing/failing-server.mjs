// A server that says where it was started, and dies.
process.stderr.write(`no such module, in ${process.cwd()}\n`);
process.exitCode = 3;
