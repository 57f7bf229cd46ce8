const fs = require('fs');
module.exports = { sum: (a, b) => a + b, read: () => fs.readFileSync('x', 'utf8'), later: () => new Promise((r) => setTimeout(r, 1000)).then(() => 'later') };
