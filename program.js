const finish = require("/work/wt/floor/test/_finish.js");
process.exitCode = 0; require("assert").strictEqual(finish.once((a, b) => a + b)(1, 2), 3);