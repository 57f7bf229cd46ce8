console.log('child', process.argv.slice(2).join(), process.env.WRAPPED);
