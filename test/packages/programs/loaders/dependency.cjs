exports.name = 'own'; exports.other = () => 1;
