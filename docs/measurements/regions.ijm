// Holds regions and maps against the boxes of the BCCD data set (https://github.com/Shenggan/BCCD_Dataset):
//
//     mvn -q compile exec:java -Dexec.args="docs/measurements/regions.ijm FOLDER,SPLIT,STEP"
//
// FOLDER holds images, annotations and SPLIT.txt; every STEP-th field of it is looked at, with the model blood-cells.
//
// IoU: of the region's bounding box with the box of the class that fits it best. Chance: the mean of 20 boxes of that size at random
// places of the same field. Pointing game: does the maximum of the map lie in a box of the class; chance is the share of the field that
// the boxes cover. Boxes of red cells are incomplete, and red cells touch, so that their figures say little.

options = split(getArgument(), ",");
folder = options[0] + File.separator;
names = split(File.openAsString(folder + options[1] + ".txt"), "\n");
step = parseInt(options[2]);
labels = newArray("WBC", "platelet", "RBC");
boxed = newArray("WBC", "Platelets", "RBC");
random("seed", 1);
setBatchMode(true);

regions("Localize Object...", "technique=grad-cam", "localize, grad-cam");
regions("Localize Object...", "technique=cam", "localize, cam");
regions("Saliency GraphCut...", "technique=[saliency map]", "graph cut, saliency map");
regions("Saliency GraphCut...", "technique=grad-cam", "graph cut, grad-cam");
points("FAM...", "model=blood-embedding", newArray("self"));

function regions(command, key, title) {
	for (c = 0; c < labels.length; c++) {
		fields = 0;
		found = 0;
		sum = 0;
		good = 0;
		chance = 0;
		for (f = 0; f < names.length; f += step) {
			boxes = annotated(names[f], boxed[c]);
			if (boxes.length == 0) continue;
			fields++;
			open(folder + "images" + File.separator + names[f] + ".jpg");
			run("Clear Results");
			run(command, "model=blood-cells target=" + labels[c] + " " + key);
			if (nResults > 0) {
				found++;
				w = getResult("Width", 0);
				h = getResult("Height", 0);
				overlap = best(boxes, getResult("BX", 0), getResult("BY", 0), w, h);
				sum += overlap;
				if (overlap >= 0.5) good++;
				for (n = 0; n < 20; n++) chance += best(boxes, random() * (640 - w), random() * (480 - h), w, h) / 20;
			}
			close("*");
		}
		print(title + ": " + labels[c] + ": mean IoU " + d2s(sum / fields, 3) + ", chance " + d2s(chance / fields, 3) + "; IoU of 0.5 or more in " +
			d2s(good / fields, 3) + " of " + fields + " fields; a region in " + found);
	}
}

function points(command, key, references) {
	for (c = 0; c < 2; c++) {
		fields = 0;
		hits = 0;
		chance = 0;
		for (f = 0; f < names.length; f += step) {
			boxes = annotated(names[f], boxed[c]);
			if (boxes.length == 0) continue;
			fields++;
			open(folder + "images" + File.separator + names[f] + ".jpg");
			run(command, key + " show=heatmap");
			getStatistics(area, mean, min, max);
			run("Find Maxima...", "prominence=" + (max - min) + " output=[Point Selection]");
			getSelectionCoordinates(x, y);
			for (b = 0; b < boxes.length; b += 4) {
				if (x[0] >= boxes[b] && x[0] < boxes[b + 2] && y[0] >= boxes[b + 1] && y[0] < boxes[b + 3]) {
					hits++;
					break;
				}
			}
			newImage("mask", "8-bit black", 640, 480, 1);
			for (b = 0; b < boxes.length; b += 4) {
				makeRectangle(boxes[b], boxes[b + 1], boxes[b + 2] - boxes[b], boxes[b + 3] - boxes[b + 1]);
				run("Set...", "value=255");
			}
			run("Select None");
			getStatistics(area, mean);
			chance += mean / 255;
			close("*");
		}
		print("FAM to itself: " + labels[c] + ": pointing game " + d2s(hits / fields, 3) + ", chance " + d2s(chance / fields, 3) + " of " + fields + " fields");
	}
}

/** Left, top, right, bottom of each box of a class, right and bottom outside. */
function annotated(name, label) {
	text = File.openAsString(folder + "annotations" + File.separator + name + ".xml");
	objects = split(text, "(<object>)");
	result = newArray(0);
	for (i = 1; i < objects.length; i++) {
		kind = value(objects[i], "name");
		if (kind != label) continue;
		left = parseInt(value(objects[i], "xmin")) - 1;
		top = parseInt(value(objects[i], "ymin")) - 1;
		right = parseInt(value(objects[i], "xmax"));
		bottom = parseInt(value(objects[i], "ymax"));
		if (right - left > 4 && bottom - top > 4) result = Array.concat(result, newArray(left, top, right, bottom));
	}
	return result;
}

function value(text, tag) {
	from = indexOf(text, "<" + tag + ">") + lengthOf(tag) + 2;
	return substring(text, from, indexOf(text, "</" + tag + ">"));
}

function best(boxes, x, y, w, h) {
	most = 0;
	for (b = 0; b < boxes.length; b += 4) {
		both = maxOf(0, minOf(x + w, boxes[b + 2]) - maxOf(x, boxes[b])) * maxOf(0, minOf(y + h, boxes[b + 3]) - maxOf(y, boxes[b + 1]));
		either = w * h + (boxes[b + 2] - boxes[b]) * (boxes[b + 3] - boxes[b + 1]) - both;
		most = maxOf(most, both / either);
	}
	return most;
}
