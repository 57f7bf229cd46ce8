require('@babel/register')({ cache: false, only: [/esm_syntax/] });
const thing = require('./esm_syntax');
console.log(thing.__esModule, thing.name, new thing.default().x, thing.default.y);
