package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that people take for TorchScript, the first ones written by PyTorch 2.13. */
class ForeignFileTest {

	private static final String EXPORT = "torch.jit.script(model.eval()).save(\"model.pt\")";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "weights.pth, weights without the network's structure", "checkpoint.pth, weights without the network's structure",
		"weights-old.pth, weights without the network's structure", "whole.pth, whole model (__main__.Small)",
		"exported.pt2, torch.export program" })
	void saysHowToExportWhatPyTorchSaved(final String name, final String what) {
		final String message = refuse(Archives.fixture(name));
		assertTrue(message.contains(what) && message.contains(EXPORT), message);
	}

	@Test
	void recognisesOtherFormats() throws IOException {
		assertTrue(refuse(bytes("x.onnx", "\u0008\u0008\u0012\u0007pytorch\u001a\u00052.7.1")).contains("ONNX"));
		assertTrue(refuse(bytes("x.onnx", "\u0008\u0007\u0012\u0005other")).contains("ONNX"));
		assertTrue(refuse(bytes("x.h5", "\u0089HDF\r\n\u001a\n")).contains("Keras"));
		assertTrue(refuse(bytes("x.safetensors", "\u0040\0\0\0\0\0\0\0{\"w\":{}}")).contains("SafeTensors"));
		assertTrue(refuse(bytes("x.pte", "\0\0\0\0ET12")).contains("ExecuTorch"));
		assertTrue(refuse(bytes("x.tflite", "\u001c\0\0\0TFL3")).contains("TensorFlow Lite"));
		assertTrue(refuse(bytes("x.pt", "\n<!DOCTYPE html><html>")).contains("web page"));
		assertTrue(refuse(bytes("x.pt", "version https://git-lfs.github.com/spec/v1\n")).contains("Git LFS"));
		assertTrue(refuse(zip(Map.of("config.json", new byte[1], "model.weights.h5", new byte[1]))).contains("without a TorchScript network"));
		assertTrue(refuse(zip(Map.of("m/data.pkl", new byte[1], "m/bytecode.pkl", new byte[1]))).contains("Lite"));
		assertTrue(refuse(zip(Map.of("m/model.json", new byte[1], "m/version", new byte[1]))).contains("older than 1.4"));
		assertTrue(refuse(zip(Map.of("m/.data/ts_code/code/x.py", new byte[1]))).contains("torch.package"));
		assertTrue(refuse(zip(Map.of("m/code/__torch__.py", new byte[1]))).contains("no data"));
	}

	@Test
	void recognisesNothingAtAll() throws IOException {
		assertTrue(refuse(folder.resolve("no.pt")).contains("no file"));
		assertTrue(refuse(folder).contains("folder"));
		assertTrue(refuse(bytes("x.pt", "")).contains("empty"));
		assertTrue(refuse(bytes("x.pt", "just some text")).contains(EXPORT));
		assertTrue(refuse(bytes("x.pt", "\u0008")).contains(EXPORT));
		assertTrue(refuse(bytes("x.pt", "PK\3\4 and no more")).contains("damaged"));
	}

	@Test
	void refusesAnArchiveWithoutItsFolder() {
		final Path file = Archives.zip(folder.resolve("x.pt"), Map.of("data.pkl", new byte[1], "code/__torch__.py", new byte[1]));
		final String message = refuse(file);
		assertTrue(message.contains("folder") || message.contains("without a TorchScript network"), message);
	}

	private Path bytes(final String name, final String content) throws IOException {
		return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
	}

	private Path zip(final Map<String, byte[]> entries) {
		return Archives.zip(folder.resolve("x.zip"), new java.util.TreeMap<>(entries));
	}

	private static String refuse(final Path file) {
		return assertThrows(FoveaException.class, () -> Archive.read(file)).getMessage();
	}
}
