// Sends all connections to port 443 to the local Azure, under the real host names.
const net = require('net');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (options && Number(options.port) === 443) {
    options.host = '127.0.0.1';
    options.port = Number(process.env.LOCAL_AZURE_PORT);
  }
  return connect.apply(this, args);
};
