// eddy only: Node runs for ever after such a refresh()
'use strict';
const finish = require('../../../test/_finish');

for (const duration of [NaN, Infinity, 2 ** 40, 'soon', {}]) {
  const timeout = setTimeout(finish.once(() => {}), 1);
  timeout._idleTimeout = duration;
  timeout.refresh();
}
const interval = setInterval(finish.once(() => clearInterval(interval)), 1);
interval._repeat = NaN;
