import chalk, { Chalk, chalkStderr, supportsColor } from 'chalk';

console.log(chalk.level, supportsColor, chalkStderr.level);
const forced = new Chalk({ level: 3 });
console.log(forced.blue('blue', forced.bold.bgRed('bold on red'), 'blue again'));
console.log(forced.hex('#ff8800').underline('orange\nover two lines'));
console.log(forced.rgb(1, 2, 3).inverse`template`, forced.visible('seen'));
console.log(chalk.green('by the environment'));
