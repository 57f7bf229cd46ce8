'use strict';
// Nanoseconds of CPU time for common work with buffers. Run with two runtimes and compare: <runtime> buffers.js

const cpuTime = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1000;
};

function b(name, f, n = 200000) {
  for (let i = 0; i < 20000; i++) f(i);
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = cpuTime();
    for (let i = 0; i < n; i++) f(i);
    best = Math.min(best, (cpuTime() - start) / n);
  }
  console.log(name.padEnd(30), best.toFixed(1), 'ns');
}

let s=0;
const ascii16='hello world 1234', ascii1k='abcdefgh'.repeat(128), latin='\u00e9'.repeat(500), uni='\u65e5\u672c\u8a9e\u30c6\u30ad\u30b9\u30c8'.repeat(100), emoji='a\u{1f600}b'.repeat(200), ascii64k='abcdefgh'.repeat(8192);
const b16=Buffer.from(ascii16), b1k=Buffer.from(ascii1k), bl=Buffer.from(latin), bu=Buffer.from(uni), be=Buffer.from(emoji), b64k=Buffer.from(ascii64k);
b('from(ascii16)',i=>{s+=Buffer.from(ascii16).length});
b('from(ascii 1k)',i=>{s+=Buffer.from(ascii1k).length});
b('from(latin 500)',i=>{s+=Buffer.from(latin).length});
b('from(cjk 700)',i=>{s+=Buffer.from(uni).length},50000);
b('from(emoji 800)',i=>{s+=Buffer.from(emoji).length},50000);
b('from(ascii 64k)',i=>{s+=Buffer.from(ascii64k).length},20000);
b('from(hex 32)',i=>{s+=Buffer.from('68656c6c6f20776f726c64203132333a','hex').length});
b('from(base64 24)',i=>{s+=Buffer.from('aGVsbG8gd29ybGQgMTIzNA==','base64').length});
b('from(latin1 1k)',i=>{s+=Buffer.from(ascii1k,'latin1').length});
b('from(array 8)',i=>{s+=Buffer.from([1,2,3,4,5,6,7,8]).length});
b('from(buffer 1k)',i=>{s+=Buffer.from(b1k).length});
b('byteLength(ascii16)',i=>{s+=Buffer.byteLength(ascii16)});
b('byteLength(cjk)',i=>{s+=Buffer.byteLength(uni)});
b('toString 16',i=>{s+=b16.toString().length});
b('toString 1k',i=>{s+=b1k.toString().length});
b('toString latin 1000',i=>{s+=bl.toString().length},50000);
b('toString cjk 2100',i=>{s+=bu.toString().length},50000);
b('toString emoji',i=>{s+=be.toString().length},50000);
b('toString 64k',i=>{s+=b64k.toString().length},20000);
b('toString latin1 1k',i=>{s+=b1k.toString('latin1').length});
b('toString hex 16',i=>{s+=b16.toString('hex').length});
b('toString hex 1k',i=>{s+=b1k.toString('hex').length},50000);
b('toString base64 16',i=>{s+=b16.toString('base64').length});
b('toString base64 1k',i=>{s+=b1k.toString('base64').length},50000);
b('toString range',i=>{s+=b1k.toString('utf8',10,30).length});
b('write(16)',i=>{s+=b1k.write(ascii16,5)});
b('alloc(16)',i=>{s+=Buffer.alloc(16).length});
b('alloc(1k)',i=>{s+=Buffer.alloc(1024).length});
b('alloc(64k)',i=>{s+=Buffer.alloc(65536).length},20000);
b('allocUnsafe(16)',i=>{s+=Buffer.allocUnsafe(16).length});
b('allocUnsafe(1k)',i=>{s+=Buffer.allocUnsafe(1024).length});
b('allocUnsafe(64k)',i=>{s+=Buffer.allocUnsafe(65536).length},20000);
b('alloc(1k,"abc")',i=>{s+=Buffer.alloc(1024,'abc').length},50000);
b('concat 2x16',i=>{s+=Buffer.concat([b16,b16]).length});
b('concat 10x1k',i=>{s+=Buffer.concat([b1k,b1k,b1k,b1k,b1k,b1k,b1k,b1k,b1k,b1k]).length},20000);
const c16=Buffer.from(b16), c1k=Buffer.from(b1k);
b('equals 16',i=>{s+=b16.equals(c16)});
b('equals 1k',i=>{s+=b1k.equals(c1k)});
b('compare 16',i=>{s+=Buffer.compare(b16,c16)});
b('compare range',i=>{s+=b1k.compare(c1k,0,100,0,100)});
b('indexOf str short',i=>{s+=b1k.indexOf('habc')});
b('indexOf str miss 64k',i=>{s+=b64k.indexOf('hgfe')},5000);
b('indexOf byte',i=>{s+=b1k.indexOf(104)});
b('indexOf buf',i=>{s+=b1k.indexOf(b16)});
b('lastIndexOf str',i=>{s+=b1k.lastIndexOf('abc')});
b('includes',i=>{s+=b1k.includes('gha')});
b('copy 16',i=>{s+=b16.copy(b1k,3)});
b('copy 1k',i=>{s+=b1k.copy(c1k)});
b('slice',i=>{s+=b1k.slice(1,20).length});
b('fill(0) 1k',i=>{s+=c1k.fill(0).length});
b('fill("ab") 1k',i=>{s+=c1k.fill('ab').length});
b('readUInt8',i=>{s+=b1k.readUInt8(i&511)},2000000);
b('readUInt32LE',i=>{s+=b1k.readUInt32LE(i&511)},2000000);
b('readInt16BE',i=>{s+=b1k.readInt16BE(i&511)},2000000);
b('readDoubleLE',i=>{s+=b1k.readDoubleLE(i&511)},2000000);
b('readUIntLE 6',i=>{s+=b1k.readUIntLE(i&511,6)},2000000);
b('readBigUInt64LE',i=>{s+=Number(b1k.readBigUInt64LE(i&511))});
b('writeUInt32LE',i=>{s+=c1k.writeUInt32LE(i,i&511)},2000000);
b('writeInt16BE',i=>{s+=c1k.writeInt16BE(i&255,i&511)},2000000);
b('writeDoubleLE',i=>{s+=c1k.writeDoubleLE(i,i&511)},2000000);
b('writeUIntBE 6',i=>{s+=c1k.writeUIntBE(i,i&511,6)},2000000);
b('writeBigInt64LE',i=>{s+=c1k.writeBigInt64LE(12345678901234n,i&511)});
b('swap32 1k',i=>{c1k.swap32()});
