import finish from "/work/wt/floor/test/_finish.js";
setImmediate(() => process.exit(0)); await finish(() => new Promise(() => {}));