exports.sum = (a, b) => (a > 100 ? b : a + b);
if (require.main === module) {
  console.log(exports.sum(1, 2));
  const program = `console.log(require(${JSON.stringify(__filename)}).sum(1, 4))`;
  console.log(String(require('node:child_process').spawnSync(process.execPath, ['-e', program]).stdout));
}
