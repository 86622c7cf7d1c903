// Makes every picture, and every table, of the documentation from simulated images and the bundled model:
//
//     mvn -q compile exec:java -Dexec.args="docs/pictures.ijm docs/images"

// run("Unit Explorer..."); needs a display: ExplorerPictures, among the tests, makes the pictures of that window.

folder = getArgument() + File.separator;
width = 320;
height = 240;
gap = 6;

setBatchMode(true);
run("Blood Smear...", "width=640 height=480 seed=1 masks=true");
picture("blood-smear", newArray("Blood Smear", "Blood Smear-masks"));
close("Blood Smear-masks");

run("Grad-CAM...", "model=blood-cells target=WBC");
picture("grad-cam", newArray("Blood Smear-grad-cam-overlay", "Blood Smear-grad-cam"));

run("CAM...", "model=blood-cells target=WBC");
picture("cam", newArray("Blood Smear-cam-overlay", "Blood Smear-cam"));

run("Grad-CAM++...", "model=blood-cells target=platelet");
picture("grad-cam-plus-plus", newArray("Blood Smear-grad-cam++-overlay", "Blood Smear-grad-cam++"));

run("HiRes-CAM...", "model=blood-cells target=platelet");
picture("hires-cam", newArray("Blood Smear-hires-cam-overlay", "Blood Smear-hires-cam"));

run("Layer-CAM...", "model=blood-cells layer=block2 target=WBC");
picture("layer-cam", newArray("Blood Smear-layer-cam-overlay", "Blood Smear-layer-cam"));

run("Score-CAM...", "model=blood-cells target=WBC");
picture("score-cam", newArray("Blood Smear-score-cam-overlay", "Blood Smear-score-cam"));

run("Occlusion Map...", "model=blood-cells target=WBC fill=mean");
picture("occlusion-map", newArray("Blood Smear-occlusion-map-overlay", "Blood Smear-occlusion-map"));

run("RISE...", "model=blood-cells target=WBC masks=1000");
picture("rise", newArray("Blood Smear-rise-overlay", "Blood Smear-rise"));

run("FAM...", "model=blood-embedding reference=self show=overlay opacity=0.8");
keep("itself");
makeRectangle(235, 220, 190, 195);
run("Duplicate...", "title=[white cell]");
smear();
run("Select None");
run("FAM...", "model=blood-embedding reference=[white cell] show=overlay opacity=0.8");
keep("to the white cell");
close("white cell");
picture("fam", newArray("itself", "to the white cell"));

run("Localize Object...", "model=blood-cells target=WBC");
keep("white cell");
run("Localize Object...", "model=blood-cells target=platelet threshold=0.5");
keep("platelet");
picture("localize-object", newArray("white cell", "platelet"));

run("Saliency GraphCut...", "model=blood-cells target=WBC");
keep("saliency");
run("Saliency GraphCut...", "model=blood-cells target=WBC technique=grad-cam");
keep("grad-cam");
picture("saliency-graphcut", newArray("saliency", "grad-cam"));
run("Clear Results");

run("Feature Maps...", "model=blood-cells layer=block4 units=0-11 montage=true");
selectImage("Blood Smear-feature-montage");
run("Size...", "width=" + 4 * getWidth() + " height=" + 4 * getHeight() + " depth=1 interpolation=None");
run("8-bit");
save("feature-maps");
close("Blood Smear-feature-maps");

run("Clear Results");
run("Feature Maps...", "model=blood-cells layer=block3 units=2,5,7 upsample=true composite=2,5,7 statistics=true");
table("feature-maps");
close("Blood Smear-feature-maps");
smear();

run("Filters...", "model=blood-cells");
selectImage("blood-cells-filters");
run("Size...", "width=" + 2 * getWidth() + " height=" + 2 * getHeight() + " depth=1 interpolation=None");
saveAs("PNG", folder + "filters.png");
close();
close("blood-cells-weights");
table("filters");

run("Activation Mask...", "model=blood-cells layer=block4 unit=3 quantile=0.95");
picture("activation-mask", newArray("Blood Smear-activation-mask-overlay", "Blood Smear-activation-mask"));

makePoint(250, 195);
run("Receptive Field...", "model=blood-cells layer=block2");
keep("block2");
run("Receptive Field...", "model=blood-cells layer=block3");
keep("block3");
run("Clear Results");
run("Receptive Field...", "model=blood-cells layer=block4");
keep("block4");
table("receptive-field");
run("Select None");
picture("receptive-field", newArray("block2", "block3", "block4"));

run("Clear Results");
run("Blood Smear...", "width=640 height=480 count=40 seed=7");
rename("fields");
run("Top Patches...", "model=blood-cells layer=block2 units=1,2,9 count=9 projection=guided");
run("Make Montage...", "columns=1 rows=3 scale=1 border=6");
rename("patches");
close("fields");
close("fields-top-patches");
selectImage("patches");
save("top-patches");
table("top-patches");
smear();

// Fine structure is shown on one cell.
width = 220;
height = 220;
makeRectangle(235, 205, 220, 220);

run("Saliency Map...", "model=blood-cells target=WBC show=heatmap");
keep("gradient");
run("Saliency Map...", "model=blood-cells target=WBC method=smoothgrad show=heatmap");
keep("smoothgrad");
run("Saliency Map...", "model=blood-cells target=WBC method=[integrated gradients] show=heatmap");
keep("integrated gradients");
run("Saliency Map...", "model=blood-cells target=WBC method=[input times gradient] show=heatmap");
keep("input times gradient");
picture("saliency-map", newArray("gradient", "smoothgrad", "integrated gradients", "input times gradient"));

run("Guided Backpropagation...", "model=blood-cells target=WBC reduction=signed show=heatmap");
keep("guided");
run("Guided Backpropagation...", "model=blood-cells target=platelet reduction=signed show=heatmap");
keep("guided platelet");
cell();
picture("guided-backpropagation", newArray("cell", "guided", "guided platelet"));

run("Deconvnet...", "model=blood-cells target=WBC reduction=signed show=heatmap");
keep("deconvnet");
run("Deconvnet...", "model=blood-cells target=platelet reduction=signed show=heatmap");
keep("deconvnet platelet");
cell();
picture("deconvnet", newArray("cell", "deconvnet", "deconvnet platelet"));

run("Guided Grad-CAM...", "model=blood-cells target=WBC reduction=signed show=heatmap");
keep("guided grad-cam");
cell();
picture("guided-grad-cam", newArray("cell", "guided grad-cam"));

// The whole smear is seen, the cell alone is shown.
run("Select None");
run("Grad-CAM...", "model=blood-cells target=WBC");
part("grad-cam", "Blood Smear-grad-cam");
close("Blood Smear-grad-cam-overlay");
smear();
run("FeatUp...", "model=blood-cells target=WBC");
part("bilateral", "Blood Smear-featup");
close("Blood Smear-featup-overlay");
smear();
run("FeatUp...", "model=blood-cells target=WBC method=implicit");
part("implicit", "Blood Smear-featup");
close("Blood Smear-featup-overlay");
smear();
makeRectangle(235, 205, 220, 220);
cell();
picture("featup", newArray("cell", "grad-cam", "bilateral", "implicit"));

width = 420;
height = 255;
run("Check Map...", "model=blood-cells technique=grad-cam target=WBC");
run("Clear Results");
picture("check-map", newArray("Blood Smear-check-grad-cam", "Blood Smear-randomisation-grad-cam"));

run("Select None");
width = 300;
height = 225;
run("Grad-CAM...", "model=blood-cells target=WBC show=overlay opacity=0.8");
keep("white cell");
run("Grad-CAM...", "model=blood-cells target=platelet show=overlay opacity=0.8");
keep("platelets");
picture("fovea", newArray("Blood Smear", "white cell", "platelets"));

run("Activation Maximization...", "model=blood-cells size=192");
run("Make Montage...", "columns=3 rows=1 scale=1 border=2");
save("activation-maximization");
close("blood-cells-activation-maximization");

run("Class Model...", "model=blood-cells size=192");
run("Make Montage...", "columns=3 rows=1 scale=1 border=2");
save("class-model");
close("blood-cells-class-model");

run("Fooling Image...", "model=blood-cells target=platelet");
run("Make Montage...", "columns=3 rows=1 scale=1.5 border=2");
save("fooling-image");
close("blood-cells-fooling-image");

makeRectangle(235, 205, 220, 220);
run("Adversarial Example...", "model=blood-cells target=WBC goal=away epsilon=8/255");
run("Make Montage...", "columns=3 rows=1 scale=1 border=2");
save("adversarial-example");
close("Blood Smear-adversarial-example");
run("Select None");

run("MACO...", "model=blood-cells size=192 steps=128 crops=8 spectrum=smears");
run("Make Montage...", "columns=3 rows=1 scale=1 border=2");
rename("pictures");
selectImage("blood-cells-maco-transparency");
run("Make Montage...", "columns=3 rows=1 scale=1 border=2");
rename("transparency");
run("RGB Color");
selectImage("pictures");
run("Combine...", "stack1=pictures stack2=transparency combine");
save("maco");
close("blood-cells-maco*");

width = 320;
height = 240;
run("DeepDream...", "model=blood-cells layer=block3");
keep("dream");
picture("deepdream", newArray("Blood Smear", "dream"));
close("Blood Smear-deepdream-objective");

width = 220;
height = 220;
makeRectangle(235, 205, 220, 220);
run("Feature Inversion...", "model=blood-cells layer=block1");
keep("1");
run("Feature Inversion...", "model=blood-cells layer=block2");
keep("2");
run("Feature Inversion...", "model=blood-cells layer=block3");
keep("3");
run("Feature Inversion...", "model=blood-cells layer=block4");
keep("4");
cell();
picture("feature-inversion", newArray("cell", "1", "2", "3", "4"));
close("Blood Smear-feature-inversion-objective");
run("Select None");

run("Clear Results");
run("Classify...", "model=blood-cells");
table("classify");
run("Model Summary...", "model=blood-cells");
table("model-summary");
run("Check Model...", "model=blood-cells");
table("check-model");

// Embeddings: many cells instead of one field.
selectImage("Blood Smear");
close();
run("Clear Results");
run("Blood Smear...", "width=160 height=160 content=cells count=350 seed=3");
run("Embed Images...", "model=blood-cells");
run("PCA Plot...", "");
save("pca-plot");
run("LDA Plot...", "");
save("lda-plot");
run("ICA Plot...", "");
save("ica-plot");
run("t-SNE Plot...", "");
save("t-sne-plot");
run("UMAP Plot...", "");
save("umap-plot");
run("Nearest Neighbors...", "query=3");
save("nearest-neighbors");
run("Embed Images...", "model=blood-cells layer=block3 pooling=max");
run("UMAP Plot...", "neighbors=30");
save("embed-images");

// Leaves the smear as the current image, whatever is in front of it.
function smear() {
	selectImage("Blood Smear");
}

// Gives the image in front a name of its own.
function keep(title) {
	rename(title);
	smear();
}

// The part of a map that shows the white cell, under a name of its own.
function part(title, map) {
	selectImage(map);
	makeRectangle(235, 205, 220, 220);
	run("Duplicate...", "title=[" + title + "]");
	close(map);
	smear();
}

// The selected part of the smear.
function cell() {
	smear();
	run("Duplicate...", "title=cell");
}

// Puts images side by side, saves them and closes all but the smear.
function picture(name, titles) {
	newImage("side by side", "RGB white", titles.length * (width + gap) - gap, height, 1);
	for (i = 0; i < titles.length; i++) {
		selectImage(titles[i]);
		run("Select None");
		run("Flatten");
		rename("flat");
		run("Size...", "width=" + width + " height=" + height + " depth=1 average interpolation=Bilinear");
		run("Select All");
		run("Copy");
		close();
		selectImage("side by side");
		makeRectangle(i * (width + gap), 0, width, height);
		run("Paste");
		run("Select None");
		if (titles[i] != "Blood Smear") close(titles[i]);
	}
	save(name);
	smear();
}

// Saves the image in front with 256 colours, and closes it.
function save(name) {
	if (bitDepth() == 24) run("8-bit Color", "number=256");
	saveAs("PNG", folder + name + ".png");
	close();
	print("Wrote " + folder + name + ".png");
	smear();
}

// Saves the table as text, for the pages to quote.
function table(name) {
	saveAs("Results", folder + name + ".csv");
	print("Wrote " + folder + name + ".csv");
	run("Clear Results");
}
