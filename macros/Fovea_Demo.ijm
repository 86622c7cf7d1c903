// A simulated blood smear, what the bundled network finds in it, and which pixels made it say so.
// Without an argument the windows are laid out on the screen; with a folder as argument everything is saved there.

folder = getArgument();

run("Blood Smear...", "width=640 height=480 seed=1");
smear = getTitle();
run("Classify...", "model=blood-cells top=3");
selectWindow(smear);
run("Grad-CAM...", "model=blood-cells layer=auto target=WBC show=both");

if (folder == "") arrange(); else save(folder);

function arrange() {
	margin = 12;
	top = 120;
	width = floor((screenWidth - margin) / 2) - margin;
	height = floor((screenHeight - top - margin) / 2) - margin;
	for (i = 0; i < nImages; i++) {
		selectImage(i + 1);
		zoom = minOf(1, minOf((width - 20) / getWidth(), (height - 70) / getHeight()));
		run("Set... ", "zoom=" + floor(100 * zoom));
		setLocation(margin + (i % 2) * (width + margin), top + floor(i / 2) * (height + margin));
	}
	Table.setLocationAndSize(2 * margin + width, top + height + margin, width, minOf(height, 200), "Fovea Scores");
}

function save(folder) {
	File.makeDirectory(folder);
	saveAs("Results", folder + File.separator + "scores.csv");
	print("Wrote " + folder + File.separator + "scores.csv");
	titles = getList("image.titles");
	for (i = 0; i < titles.length; i++) {
		path = folder + File.separator + titles[i] + ".png";
		selectImage(titles[i]);
		run("Flatten");
		saveAs("PNG", path);
		close();
		print("Wrote " + path);
	}
}
