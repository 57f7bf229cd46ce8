'use strict';
// How console.timeEnd() shows a duration.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function twoDigits(number) {
  return String(number).padStart(2, '0');
}

/**
 * @param {number} milliseconds
 * @returns {string} '1.234ms', '1.234s', '1:02.345 (m:ss.mmm)' or '1:02:03.456 (h:mm:ss.mmm)'
 */
function formatDuration(milliseconds) {
  if (milliseconds < SECOND) return `${Number(milliseconds.toFixed(3))}ms`;
  const hours = Math.floor(milliseconds / HOUR);
  const minutes = Math.floor(milliseconds % HOUR / MINUTE);
  const seconds = (milliseconds % MINUTE / SECOND).toFixed(3);
  if (hours === 0 && minutes === 0) return `${seconds}s`;
  const padded = seconds.padStart(6, '0');
  return hours === 0 ? `${minutes}:${padded} (m:ss.mmm)` : `${hours}:${twoDigits(minutes)}:${padded} (h:mm:ss.mmm)`;
}

module.exports = { formatDuration };
