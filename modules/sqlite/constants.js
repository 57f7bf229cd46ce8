'use strict';
// Numbers of SQLite's that programs give and get.

const { defineConstant } = require('define');

// What a changeset's conflict handler answers, and what it is called with.
const conflicts = {
  SQLITE_CHANGESET_OMIT: 0,
  SQLITE_CHANGESET_REPLACE: 1,
  SQLITE_CHANGESET_ABORT: 2,
  SQLITE_CHANGESET_DATA: 1,
  SQLITE_CHANGESET_NOTFOUND: 2,
  SQLITE_CHANGESET_CONFLICT: 3,
  SQLITE_CHANGESET_CONSTRAINT: 4,
  SQLITE_CHANGESET_FOREIGN_KEY: 5,
};

// What an authorizer answers.
const answers = { SQLITE_OK: 0, SQLITE_DENY: 1, SQLITE_IGNORE: 2 };

// What an authorizer is asked, numbered from 1 on.
const actions = [
  'CREATE_INDEX', 'CREATE_TABLE', 'CREATE_TEMP_INDEX', 'CREATE_TEMP_TABLE', 'CREATE_TEMP_TRIGGER', 'CREATE_TEMP_VIEW',
  'CREATE_TRIGGER', 'CREATE_VIEW', 'DELETE', 'DROP_INDEX', 'DROP_TABLE', 'DROP_TEMP_INDEX', 'DROP_TEMP_TABLE',
  'DROP_TEMP_TRIGGER', 'DROP_TEMP_VIEW', 'DROP_TRIGGER', 'DROP_VIEW', 'INSERT', 'PRAGMA', 'READ', 'SELECT', 'TRANSACTION',
  'UPDATE', 'ATTACH', 'DETACH', 'ALTER_TABLE', 'REINDEX', 'ANALYZE', 'CREATE_VTABLE', 'DROP_VTABLE', 'FUNCTION',
  'SAVEPOINT',
];

const constants = {};
for (const [name, value] of Object.entries({ ...conflicts, ...answers })) defineConstant(constants, name, value);
actions.forEach((action, index) => defineConstant(constants, `SQLITE_${action}`, index + 1));
defineConstant(constants, 'SQLITE_COPY', 0);
defineConstant(constants, 'SQLITE_RECURSIVE', 33);

module.exports = { constants };
