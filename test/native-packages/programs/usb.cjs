'use strict';
// usb lists devices: none, or an error where the machine has no USB at all.
const usb = require('usb');

module.exports = async (print) => {
  print(Object.keys(usb).sort());
  for (const list of [() => usb.usb.getDeviceList(), () => usb.webusb.getDevices(), () => usb.usb.findByIds(1, 2), () => new usb.WebUSB({}).getDevices()]) {
    try {
      print(await list());
    } catch (error) {
      print(error.name, error.code, error.message);
    }
  }
};
