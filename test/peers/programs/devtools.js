// The DevTools front end of headless Chromium, opened on programs of ours: what it shows and does is asked of its own models. (To workers, with
// --experimental-worker-inspection, only the window behind chrome://inspect attaches, which headless Chromium does not have: debuggers.js does.)
'use strict';
const { debug, write } = require('./_debuggee');
const { FrontEnd } = require('./_front_end');
const { check } = require('./_peer');

const PROGRAM = `function add(a, b) {
  const sum = a + b;
  return sum;
}
setTimeout(function later() {
  console.log('the sum', add(1, 2), { of: [1, 2] });
}, 1);
`;

/** Starts a program, and gives use() the front end that is opened on it. */
function inspect(args, use) {
  return debug(args, async (debuggee) => {
    const frontEnd = await FrontEnd.open(debuggee);
    try {
      return await use(frontEnd);
    } finally {
      await frontEnd.close();
    }
  });
}

check({
  'a breakpoint': () => inspect(['--inspect-brk=0', write('shown.js', PROGRAM)], (frontEnd) => frontEnd.evaluate(async () => {
    const { ConsoleModel, DebuggerModel, TargetManager } = await import('./core/sdk/sdk.js');
    const target = TargetManager.TargetManager.instance().rootTarget();
    const model = target.model(DebuggerModel.DebuggerModel);
    const paused = () => new Promise((resolve) => {
      if (model.debuggerPausedDetails()) resolve(model.debuggerPausedDetails());
      else model.addEventListener(DebuggerModel.Events.DebuggerPaused, () => resolve(model.debuggerPausedDetails()), { once: true });
    });
    const go = async (verb) => {
      const resumed = new Promise((resolve) => { model.addEventListener(DebuggerModel.Events.DebuggerResumed, resolve, { once: true }); });
      await model[verb]();
      await resumed;
      return paused();
    };
    const place = (details) => `${details.callFrames[0].functionName}:${details.callFrames[0].location().lineNumber}`;
    const told = [(await paused()).reason];
    const script = model.scripts().find(({ sourceURL }) => sourceURL.endsWith('shown.js'));
    const { content } = await script.requestContentData().then((data) => ({ content: data.text }));
    told.push(`shows ${content.split('\n').length} lines`);
    const { locations: [location] } = await model.setBreakpointByURL(script.sourceURL, 1);
    told.push(`set at ${location.lineNumber}:${location.columnNumber}`);
    let details = await go('resume');
    const { properties } = await details.callFrames[0].scopeChain()[0].object().getAllProperties(false, false);
    told.push(`${place(details)} with ${properties.map(({ name, value }) => `${name}=${value?.description}`).sort()}`);
    const { object } = await details.callFrames[0].evaluate({ expression: 'a = 40, a + b', returnByValue: true });
    told.push(`evaluated ${object.value}`);
    details = await go('stepOver');
    told.push(`step to ${place(details)}`);
    const console = target.model(ConsoleModel.ConsoleModel);
    const message = new Promise((resolve) => {
      console.addEventListener(ConsoleModel.Events.MessageAdded, ({ data }) => { if (data.parameters) resolve(data.parameters); });
    });
    await model.resume();
    told.push(`console: ${(await message).map(({ type, value, description }) => value ?? `${type} ${description}`).join(' ')}`);
    return told;
  })),
  'its window': () => inspect(['--inspect-brk=0', write('window.js', PROGRAM)], async (frontEnd) => {
    const find = async (text) => {
      await frontEnd.page.waitForFunction((wanted) => {
        const textOf = (node) => [...node.childNodes].map((child) =>
          (child.nodeType === 3 ? child.data : '') + (child.shadowRoot ? textOf(child.shadowRoot) : '') + textOf(child)).join('');
        return textOf(document.body).includes(wanted);
      }, {}, text);
      return `shows ${JSON.stringify(text)}`;
    };
    const told = [await find('window.js'), await find('function add(a, b) {'), await find('Paused')];
    await frontEnd.evaluate(async () => {
      const { DebuggerModel, TargetManager } = await import('./core/sdk/sdk.js');
      TargetManager.TargetManager.instance().rootTarget().model(DebuggerModel.DebuggerModel).resume();
    });
    return told;
  }),
});
