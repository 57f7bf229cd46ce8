const fs = require('fs');
const dependency = require('./dependency.cjs');
module.exports = () => [dependency.name, typeof dependency.other, fs.existsSync('/'), require('os').EOL];
