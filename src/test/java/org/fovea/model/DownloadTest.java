package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.Fixtures.Recorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Downloads from a server on this machine that breaks off, changes its mind, or falls silent. */
class DownloadTest {

	private static final byte[] FILE = new byte[300_000];

	static {
		new Random(5).nextBytes(FILE);
	}

	@TempDir
	private Path temporary;

	private HttpServer server;
	private ExecutorService threads;
	private final List<String> requests = new CopyOnWriteArrayList<>();
	private final Map<String, byte[]> files = new ConcurrentHashMap<>();
	private final CountDownLatch end = new CountDownLatch(1);

	/** How many bytes the next answers send before they break off. */
	private final List<Integer> breaks = new CopyOnWriteArrayList<>();

	private volatile String tag = "\"one\"";
	private volatile boolean isSilent;

	@BeforeEach
	void start() throws IOException {
		files.put("/net.pt", FILE);
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		threads = Executors.newCachedThreadPool();
		server.setExecutor(threads);
		server.createContext("/", this::answer);
		server.start();
	}

	@AfterEach
	void stop() {
		end.countDown();
		server.stop(0);
		threads.shutdownNow();
	}

	@Test
	void filesArriveWhole() throws IOException {
		fetch(Optional.of(Fixtures.sha256(FILE)), Progress.NONE);
		assertArrayEquals(FILE, Files.readAllBytes(target()));
		assertEquals(List.of("target"), Fixtures.files(temporary));
	}

	@Test
	void brokenConnectionsAreContinuedAtOnce() throws IOException {
		breaks.addAll(List.of(100_000, 70_000));
		fetch(Optional.empty(), Progress.NONE);
		assertArrayEquals(FILE, Files.readAllBytes(target()));
		assertEquals(3, requests.size());
		assertTrue(requests.get(1).matches("bytes=\\d+- if \"one\""), requests.toString());
	}

	@Test
	void whatArrivedBeforeIsContinuedByTheNextTry() throws IOException {
		breaks.addAll(List.of(200_000, 0));
		final String message = assertThrows(FoveaException.class, () -> fetch(Optional.empty(), Progress.NONE)).getMessage();
		assertTrue(message.contains("broke off") && message.contains("try again"), message);
		final long kept = Fixtures.files(temporary).stream().filter(name -> name.endsWith(".part")).count();
		assertEquals(1, kept);
		fetch(Optional.empty(), Progress.NONE);
		assertArrayEquals(FILE, Files.readAllBytes(target()));
		assertTrue(requests.get(2).startsWith("bytes="), requests.toString());
		assertEquals(List.of("target"), Fixtures.files(temporary));
	}

	@Test
	void filesThatChangedOnTheServerAreFetchedAnew() throws IOException {
		breaks.addAll(List.of(200_000, 0));
		assertThrows(FoveaException.class, () -> fetch(Optional.empty(), Progress.NONE));
		final byte[] changed = new byte[250_000];
		new Random(6).nextBytes(changed);
		files.put("/net.pt", changed);
		tag = "\"two\"";
		fetch(Optional.empty(), Progress.NONE);
		assertArrayEquals(changed, Files.readAllBytes(target()));
	}

	@Test
	void partsWithoutProofAreNotContinued() throws IOException {
		tag = "";
		breaks.addAll(List.of(200_000, 0));
		assertThrows(FoveaException.class, () -> fetch(Optional.empty(), Progress.NONE));
		fetch(Optional.empty(), Progress.NONE);
		assertEquals(List.of("", "", ""), requests);
		assertArrayEquals(FILE, Files.readAllBytes(target()));
	}

	@Test
	void mixedPartsAreCaughtByTheHash() throws IOException {
		tag = "";
		breaks.addAll(List.of(200_000, 0));
		final byte[] changed = FILE.clone();
		changed[0] ^= 1;
		final Optional<String> sha256 = Optional.of(Fixtures.sha256(changed));
		assertThrows(FoveaException.class, () -> fetch(sha256, Progress.NONE));
		files.put("/net.pt", changed);
		fetch(sha256, Progress.NONE);
		assertArrayEquals(changed, Files.readAllBytes(target()));
	}

	@Test
	void partsThatAreWholeAreNotFetchedAgain() throws IOException {
		breaks.addAll(List.of(200_000, 0));
		assertThrows(FoveaException.class, () -> fetch(Optional.empty(), Progress.NONE));
		final Path part = temporary.resolve(Fixtures.files(temporary).stream().filter(name -> name.endsWith(".part")).findFirst().orElseThrow());
		Files.write(part, FILE);
		fetch(Optional.of(Fixtures.sha256(FILE)), Progress.NONE);
		assertArrayEquals(FILE, Files.readAllBytes(target()));
	}

	@Test
	void wrongHashLeavesNothingBehind() throws IOException {
		final String message = assertThrows(FoveaException.class, () -> fetch(Optional.of("0".repeat(64)), Progress.NONE)).getMessage();
		assertTrue(message.contains(Fixtures.sha256(FILE)), message);
		assertEquals(List.of(), Fixtures.files(temporary));
	}

	@Test
	void fullDiskLeavesNothingBehind() throws IOException {
		final Download download = new Download(folder(), Fixtures.smallDisk(100_000), Progress.NONE);
		final String message = assertThrows(FoveaException.class, () -> download.fetch(address(), Optional.empty(), target())).getMessage();
		assertTrue(message.contains("disk is full"), message);
		assertEquals(List.of(), Fixtures.files(temporary));
	}

	@Test
	void cancellingASilentServerStopsSoonAndLeavesNothingBehind() throws IOException {
		isSilent = true;
		breaks.add(100_000);
		assertThrows(CancelledException.class, () -> fetch(Optional.empty(), new Recorder("Downloading, ")));
		assertEquals(List.of(), Fixtures.files(temporary));
		breaks.add(-1);
		assertThrows(CancelledException.class, () -> fetch(Optional.empty(), new Recorder("Connecting")));
		assertEquals(List.of(), Fixtures.files(temporary));
	}

	@Test
	void answersThatAreNoFileAreRefused() throws IOException {
		final String base = address().replace("net.pt", "");
		final Download download = new Download(folder(), UnaryOperator.identity(), Progress.NONE);
		assertTrue(assertThrows(FoveaException.class, () -> download.fetch(base + "missing.pt", Optional.empty(), target())).getMessage().contains(
			"404"));
		assertTrue(assertThrows(FoveaException.class, () -> download.fetch("http:// /", Optional.empty(), target())).getMessage().contains(
			"no web address"));
		server.stop(0);
		assertThrows(FoveaException.class, () -> download.fetch(base + "net.pt", Optional.empty(), target()));
		assertEquals(List.of(), Fixtures.files(temporary));
	}

	@Test
	void oneFileIsFetchedOnceAtATime() throws Exception {
		isSilent = true;
		breaks.add(100_000);
		final Recorder first = new Recorder("stop");
		final Future<?> running = threads.submit(() -> fetch(Optional.empty(), first));
		while (requests.isEmpty()) Thread.onSpinWait();
		final String message = assertThrows(FoveaException.class, () -> fetch(Optional.empty(), Progress.NONE)).getMessage();
		assertTrue(message.contains("already"), message);
		first.report("stop", 0);
		assertThrows(ExecutionException.class, running::get);
	}

	@Test
	void modelsAreImportedFromTheWeb() throws IOException {
		final byte[] weights = Fixtures.net("web");
		files.put("/files/My%20net.pt/content", weights);
		files.put("/models/rdf.yaml", Fixtures.description(weights, "").getBytes(StandardCharsets.UTF_8));
		files.put("/models/weights.pt", weights);
		files.put("/elsewhere/rdf.yaml", Fixtures.description(weights, "").replace("source: weights.pt", "source: " + address().replace("net.pt",
			"models/weights.pt")).getBytes(StandardCharsets.UTF_8));
		final String base = address().replace("/net.pt", "");
		final Path store = temporary.resolve("store");
		try (Registry registry = new Registry(Fixtures.setup(store, new Fixtures.CountingOpener()))) {
			assertEquals("my-20net", registry.add(Fixtures.request(base + "/files/My%20net.pt/content?download=1"), Progress.NONE).id());
			assertEquals("rdf", registry.add(Fixtures.request(base + "/models/rdf.yaml"), Progress.NONE).id());
			registry.remove("rdf");
			final ModelInfo info = registry.add(Fixtures.request(base + "/elsewhere/rdf.yaml"), Progress.NONE);
			assertEquals(Fixtures.sha256(weights), info.sha256());
			assertEquals("weights.pt", registry.find("rdf").weights().getFileName().toString().replaceFirst("^.*-", ""));
			registry.open("rdf").close();
			final List<String> before = Fixtures.files(store);
			breaks.addAll(List.of(5, 0));
			assertThrows(FoveaException.class, () -> registry.add(Fixtures.request(base + "/models/weights.pt"), new Recorder()));
			assertEquals(before, Fixtures.files(store).stream().filter(name -> !name.startsWith(".downloads/")).toList());
			assertEquals("weights", registry.add(Fixtures.request(base + "/models/weights.pt"), Progress.NONE).id());
		}
	}

	private void answer(final HttpExchange exchange) throws IOException {
		final String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("");
		final String condition = Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Range")).map(value -> " if " + value).orElse("");
		requests.add(range + condition);
		final int broken = breaks.isEmpty() ? Integer.MAX_VALUE : breaks.remove(0);
		final byte[] file = files.get(exchange.getRequestURI().getRawPath());
		if (broken < 0) await();
		if (file == null) {
			exchange.sendResponseHeaders(404, -1);
			return;
		}
		final boolean continues = !range.isEmpty() && (condition.isEmpty() || condition.endsWith(tag));
		final int start = continues ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
		if (!tag.isEmpty()) exchange.getResponseHeaders().add("ETag", tag);
		if (start >= file.length) {
			exchange.sendResponseHeaders(416, -1);
			return;
		}
		if (continues) exchange.getResponseHeaders().add("Content-Range", "bytes " + start + "-" + (file.length - 1) + "/" + file.length);
		exchange.sendResponseHeaders(continues ? 206 : 200, file.length - start);
		final OutputStream out = exchange.getResponseBody();
		out.write(file, start, Math.min(broken, file.length - start));
		out.flush();
		if (isSilent) await();
		exchange.close();
	}

	private void await() {
		try {
			end.await();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void fetch(final Optional<String> sha256, final Progress progress) {
		new Download(folder(), UnaryOperator.identity(), progress).fetch(address(), sha256, target());
	}

	private Path folder() {
		return temporary;
	}

	private Path target() {
		return temporary.resolve("target");
	}

	private String address() {
		return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() + "/net.pt";
	}
}
