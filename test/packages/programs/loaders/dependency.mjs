export const name = 'own'; export default 'default own';
