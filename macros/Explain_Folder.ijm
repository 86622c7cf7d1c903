// For every image of a folder: its class, and where Grad-CAM and the gradient find most evidence for it.
//
// Argument: input folder[,output folder[,target[,model]]], as in "fields,results,WBC". Without one ImageJ asks for the input folder.
// The table of scores gets a row for each image; x and y are in pixels, NaN where nothing speaks for the target.
// With an output folder the table is saved there as explanations.csv, and the overlays as PNG.
// Every image is closed before the next is opened, so that a folder may hold any number of them.

model = "blood-cells";
target = "top";

arguments = split(getArgument(), ",");
if (arguments.length == 0) arguments = newArray(getDirectory("Folder of images"));
input = folder(arguments[0]);
output = "";
if (arguments.length > 1) output = folder(arguments[1]);
if (arguments.length > 2) target = arguments[2];
if (arguments.length > 3) model = arguments[3];
if (output != "") File.makeDirectory(output);

setBatchMode(true);
clear();
files = Array.sort(getFileList(input));
for (i = 0; i < files.length; i++) {
	if (isImage(files[i])) explain(files[i]);
}
if (output != "") {
	if (isOpen("Fovea Scores")) selectWindow("Fovea Scores");
	saveAs("Results", output + "explanations.csv");
}

function explain(file) {
	start = getTime();
	open(input + file);
	image = getImageID();
	run("Classify...", "model=" + model + " area=image top=1");
	selectImage(image);
	run("Grad-CAM...", "model=" + model + " target=[" + target + "] area=image");
	set("Target", getInfo("Target"));
	report("Grad-CAM", file);
	selectImage(image);
	run("Saliency Map...", "model=" + model + " target=[" + target + "] area=image");
	report("Saliency", file);
	selectImage(image);
	close();
	set("Seconds", (getTime() - start) / 1000);
}

// Writes the peak of the map in front into the table, saves its overlay and closes both.
function report(technique, file) {
	map = getTitle();
	getStatistics(area, mean, min, max);
	x = NaN;
	y = NaN;
	if (max > 0) {
		setThreshold(max, max);
		run("Create Selection");
		Roi.getContainedPoints(xs, ys);
		x = xs[0];
		y = ys[0];
	}
	set(technique + " x", x);
	set(technique + " y", y);
	close();
	selectImage(map + "-overlay");
	if (output != "") {
		overlay = getImageID();
		run("Flatten");
		saveAs("PNG", output + File.getNameWithoutExtension(file) + "-" + technique + ".png");
		close();
		selectImage(overlay);
	}
	close();
}

// With a display scores have a table of their own; without one ImageJ knows Results only.
function set(column, value) {
	if (isOpen("Fovea Scores")) Table.set(column, Table.size("Fovea Scores") - 1, value, "Fovea Scores");
	else setResult(column, nResults - 1, value);
}

function clear() {
	if (isOpen("Fovea Scores")) close("Fovea Scores");
	else run("Clear Results");
}

function folder(path) {
	if (endsWith(path, "/") || endsWith(path, File.separator)) return path;
	return path + File.separator;
}

function isImage(file) {
	return matches(toLowerCase(file), ".*\\.(tif|tiff|png|jpg|jpeg|gif|bmp)");
}
