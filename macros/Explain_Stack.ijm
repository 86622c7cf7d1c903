// What a model says of every slice of a stack, and Grad-CAM of all slices under one range, so that they can be compared.
//
// Argument: none, or a folder to save the maps and the table to. Takes the current stack, or simulated fields where none is open.

model = "blood-cells";
target = "platelet";

if (nImages == 0) run("Blood Smear...", "width=640 height=480 count=4 seed=1");
stack = getImageID();
run("Classify...", "model=" + model + " area=image slices=all");
selectImage(stack);
run("Grad-CAM...", "model=" + model + " target=" + target + " area=image slices=all show=heatmap");

if (getArgument() != "") {
	File.makeDirectory(getArgument());
	saveAs("Tiff", getArgument() + File.separator + "grad-cam.tif");
	if (isOpen("Fovea Scores")) selectWindow("Fovea Scores");
	saveAs("Results", getArgument() + File.separator + "scores.csv");
}
