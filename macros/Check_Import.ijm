// Imports a TorchScript file or a bioimage.io package, checks that looking inside it changes nothing, and lists its layers.
// Useful on a computer without a display as well: it fails, with one sentence, where the file is not usable.
//
// Argument: file, folder or address[,folder to save both tables to]. Without an argument ImageJ asks for a file.
// The model is removed again at the end; use Import Model... to keep it.

id = "check-import";

arguments = split(getArgument(), ",");
if (arguments.length == 0) arguments = newArray(File.openDialog("TorchScript file or package"));
if (arguments.length > 1) File.makeDirectory(arguments[1]);

run("Clear Results");
run("Import Model...", "path=[" + arguments[0] + "] id=" + id);
run("Check Model...", "model=" + id);
table("Fovea Check", "check.csv");
run("Model Summary...", "model=" + id);
table("Fovea Layers", "layers.csv");
run("Remove Model...", "model=" + id);

function table(title, file) {
	if (arguments.length < 2) return;
	if (isOpen(title)) selectWindow(title);
	saveAs("Results", arguments[1] + File.separator + file);
}
