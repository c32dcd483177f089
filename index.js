// n8n finds the nodes and the credential through the "n8n" section of package.json.
// This file exists so that the package can be required by name.
module.exports = {};
