// `./dev lint` keeps the plugin in its cache and names the place in NODE_PATH; an editor
// finds it in a node_modules folder, if there is one.
module.exports = {
    bracketSpacing: false,
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 88,
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
};
