// Headless Chromium with the DevTools front end that it carries, as a page whose modules the checks use.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');

const executablePath = process.env.PATH.split(':').map((folder) => path.join(folder, 'chromium')).find((file) => fs.existsSync(file));

/** What is given to evaluate() runs in the page, and may import the front end's modules. */
class FrontEnd {
  /** Opens the front end for programs of JavaScript. @param {Debuggee} debuggee */
  static async open(debuggee) {
    const frontEnd = new FrontEnd();
    frontEnd.browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const address = (await debuggee.url()).replace('ws://', '');
      frontEnd.page = await frontEnd.browser.newPage();
      await frontEnd.page.goto(`devtools://devtools/bundled/js_app.html?v8only=true&ws=${address}`);
      await frontEnd.page.waitForFunction(async () => {
        const { TargetManager } = await import('./core/sdk/sdk.js');
        return TargetManager.TargetManager.instance().rootTarget() !== null;
      });
    } catch (error) {
      await frontEnd.close();
      throw error;
    }
    return frontEnd;
  }

  evaluate(body, ...args) {
    return this.page.evaluate(body, ...args);
  }

  close() {
    return this.browser.close();
  }
}

module.exports = { FrontEnd };
