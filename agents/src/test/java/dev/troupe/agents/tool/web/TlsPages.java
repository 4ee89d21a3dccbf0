package dev.troupe.agents.tool.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real HTTPS server on a loopback address, with a certificate made for the test. */
final class TlsPages implements AutoCloseable {
  private static final char[] WORD = "made-for-a-test".toCharArray();

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final List<String> asked = new CopyOnWriteArrayList<>();

  private TlsPages(HttpsServer server) {
    this.server = server;
  }

  /**
   * @param address of the loopback network
   * @param port 0 for any that is free
   */
  static TlsPages start(SSLContext identity, String address, int port) throws IOException {
    var place = new InetSocketAddress(InetAddress.getByName(address), port);
    var pages = new TlsPages(HttpsServer.create(place, 0));
    pages.server.setHttpsConfigurator(new HttpsConfigurator(identity));
    pages.server.setExecutor(pages.threads);
    pages.server.start();
    return pages;
  }

  int port() {
    return server.getAddress().getPort();
  }

  TlsPages with(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          asked.add(path);
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  TlsPages page(String path, String type, String body) {
    return with(
        path, exchange -> answer(exchange, 200, type, body.getBytes(StandardCharsets.UTF_8)));
  }

  TlsPages redirect(String path, String location) {
    return with(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A key and certificate for pages.example and other.example, which nobody else trusts. */
  static KeyStore identity(Path folder) throws Exception {
    var file = folder.resolve("test.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=pages.example",
                "-ext",
                "san=dns:pages.example,dns:other.example",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(WORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
    }
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, WORD);
    }
    return store;
  }

  static SSLContext context(KeyStore identity) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, WORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(identity);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
