'use strict';
const { Command, Option, InvalidArgumentError } = require('commander');

const program = new Command();
program.name('tool').description('A tool of many commands').version('1.2.3');
program.option('-v, --verbose', 'say more', (_, level) => level + 1, 0);
program.addOption(new Option('-c, --color <when>', 'colours').choices(['always', 'never', 'auto']).default('auto').env('TOOL_COLOR'));
program.command('add <numbers...>').description('add numbers')
  .option('-f, --factor <n>', 'times', (text) => {
    if (Number.isNaN(Number(text))) throw new InvalidArgumentError('Not a number.');
    return Number(text);
  }, 1)
  .action((numbers, options) => console.log(numbers.map(Number).reduce((a, b) => a + b, 0) * options.factor, program.opts()));
program.command('later').action(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  console.log('later');
});
program.command('fail').action(() => program.error('it failed', { exitCode: 3 }));
program.parseAsync();
