'use strict';
// @duckdb/node-api: queries, prepared statements, appenders, types, streaming, errors.
const { DuckDBInstance, version, INTEGER, listValue } = require('@duckdb/node-api');

const plain = (value) => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));

module.exports = async (print) => {
  print(version());
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run('create table t (i integer, s varchar, d decimal(10, 2), moment timestamp, l integer[])');
  await connection.run("insert into t select i, 'row ' || i, i / 3, timestamp '2024-01-01' + interval (i) hour, [i, i + 1] from range(2000) r(i)");
  const reader = await connection.runAndReadAll('select i % 7 as k, count(*), sum(d), max(moment), string_agg(s order by i)[1:60] from t group by k order by k');
  print(reader.columnNames(), plain(reader.getRowsJson()));
  const prepared = await connection.prepare('select s, l from t where i between $1 and $2 order by i');
  prepared.bindInteger(1, 5);
  prepared.bindInteger(2, 8);
  print(plain((await prepared.runAndReadAll()).getRowsJson()));
  const appender = await connection.createAppender('t');
  for (let i = 0; i < 100; i++) {
    appender.appendInteger(i);
    appender.appendVarchar('é😀');
    appender.appendNull();
    appender.appendNull();
    appender.appendList(listValue([i]), undefined);
    appender.endRow();
  }
  appender.closeSync();
  print(plain((await connection.runAndReadAll('select count(*), count(d), sum(len(l)) from t')).getRowsJson()));
  let rows = 0;
  for (const chunk of await (await connection.stream('select * from range(10000)')).fetchAllChunks()) rows += chunk.rowCount;
  print(rows, INTEGER.toString());
  print((await Promise.all([1, 2, 3, 4].map(async (n) => (await (await instance.connect()).runAndReadAll(`select ${n} * 2`)).getRows()))).flat());
  for (const wrong of ['selec 1', 'select * from absent', 'select 1 / (i - i)::varchar::date from t']) {
    await connection.run(wrong).then(() => print('no error'), (error) => print(error.name, error.message));
  }
  connection.closeSync();
  instance.closeSync();
};
