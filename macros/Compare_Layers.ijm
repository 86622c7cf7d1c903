// Grad-CAM at several layers of one image, side by side: early layers see fine structure, late ones whole objects.
//
// Argument: none, or a PNG file to save the montage to. Takes the current image, or a simulated smear where none is open.
// Layers of other models stand in Model Summary...

model = "blood-cells";
target = "WBC";
layers = newArray("block1", "block2", "block3", "block4");

if (nImages == 0) run("Blood Smear...", "width=640 height=480 seed=1");
image = getImageID();
title = getTitle();
width = getWidth();
height = getHeight();

setBatchMode(true);
newImage(title + "-layers", "RGB black", width, height, layers.length);
stack = getImageID();
for (i = 0; i < layers.length; i++) {
	selectImage(image);
	run("Grad-CAM...", "model=" + model + " layer=" + layers[i] + " target=" + target + " area=image show=overlay");
	overlay = getImageID();
	run("Flatten");
	flat = getImageID();
	run("Select All");
	run("Copy");
	selectImage(stack);
	setSlice(i + 1);
	run("Select All");
	run("Paste");
	setMetadata("Label", layers[i]);
	selectImage(flat);
	close();
	selectImage(overlay);
	close();
}
selectImage(stack);
run("Select None");
run("Make Montage...", "columns=2 rows=" + floor((layers.length + 1) / 2) + " scale=0.5 font=18 label");
rename(title + "-layers");
montage = getImageID();
selectImage(stack);
close();
selectImage(montage);
if (getArgument() != "") saveAs("PNG", getArgument());
setBatchMode("exit and display");
