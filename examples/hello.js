console.log('Hello from eddy!');
