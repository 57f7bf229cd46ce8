const transport=require('spdy-transport'),{PassThrough,Duplex}=require('stream');const net=require('net');
const server=net.createServer(s=>{const c=transport.connection.create(s,{protocol:'spdy',windowSize:256,isServer:true});c.start(3.1);c.on('stream',st=>{console.log(st.method,st.path,Object.keys(st.headers).length);st.respond(200,{});st.end('hi')})}).listen(0,()=>{
 const s=net.connect(server.address().port,()=>{const c=transport.connection.create(s,{protocol:'spdy',windowSize:256,isServer:false});c.start(3.1);
 c.request({method:'GET',path:'/x',headers:{a:'b'}},(e,st)=>{if(e)throw e;st.on('response',code=>console.log(code));st.on('data',d=>console.log(String(d)));st.on('end',()=>{console.log('end');s.destroy();server.close()});st.end()})});
});
