// User and group ids, taken as numbers or as names.
'use strict';
const native = binding('credentials');
const { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_CREDENTIAL } = require('errors');
const { validateArray, validateUint32 } = require('validators');

function validateId(id, name) {
  if (typeof id === 'number') validateUint32(id, name);
  else if (typeof id !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
}

// `find` gives the id of a name, negative when there is none of that name.
function toId(id, kind, find) {
  if (typeof id === 'number') return id;
  const found = find(id);
  if (found < 0) throw new ERR_UNKNOWN_CREDENTIAL(kind, id);
  return found;
}

function setter(name, kind, find) {
  return { [name](id) {
    validateId(id, 'id');
    native[name](toId(id, kind, find));
  } }[name];
}

/** Replaces the supplementary groups. @param {(number|string)[]} groups */
function setgroups(groups) {
  validateArray(groups, 'groups');
  groups.forEach((group, i) => validateId(group, `groups[${i}]`));
  native.setgroups(groups.map((group) => toId(group, 'Group', native.groupId)));
}

/** Reads the group list of `user`, and adds `extraGroup`. */
function initgroups(user, extraGroup) {
  validateId(user, 'user');
  validateId(extraGroup, 'extraGroup');
  const group = toId(extraGroup, 'Group', native.groupId);
  if (typeof user === 'string') toId(user, 'User', native.userId);
  const name = typeof user === 'number' ? native.userName(user) : user;
  if (name === '') throw new ERR_UNKNOWN_CREDENTIAL('User', user);
  native.initgroups(name, group);
}

module.exports = {
  setuid: setter('setuid', 'User', native.userId),
  seteuid: setter('seteuid', 'User', native.userId),
  setgid: setter('setgid', 'Group', native.groupId),
  setegid: setter('setegid', 'Group', native.groupId),
  setgroups,
  initgroups,
};
