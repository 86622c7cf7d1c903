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
	columns = floor((screenWidth - 20) / 660);
	if (columns < 1) columns = 1;
	if (columns > nImages) columns = nImages;
	rows = floor((nImages + columns - 1) / columns);
	width = floor((screenWidth - 20) / columns) - 10;
	height = floor((screenHeight - 200) / rows) - 40;
	for (i = 1; i <= nImages; i++) {
		selectImage(i);
		scale = minOf(1, minOf(width / getWidth(), height / getHeight()));
		setLocation(10 + ((i - 1) % columns) * (width + 10), 130 + floor((i - 1) / columns) * (height + 40), getWidth() * scale, getHeight() * scale);
	}
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
