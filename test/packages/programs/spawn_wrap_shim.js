console.log('shim'); require('spawn-wrap').runMain();
