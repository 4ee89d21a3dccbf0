import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What tasks that wait weigh on one node or all nodes of a cluster, and how soon those are done that
 * are due in one second. One file without dependencies: {@code java http-api/load/Waiting.java
 * URL[,URL] PID[,PID] [TASKS] [DUE] [stopped]}, PID that of {@code troupe serve}. With {@code
 * stopped} all nodes are to be stopped and started again meanwhile, by whoever runs this.
 */
final class Waiting {
  private static final int CLIENTS = 16;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** What the collector puts over the dead; it counts as an object. */
  private static final Pattern FILLER =
      Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\[?L?jdk\\.internal\\.vm\\.Filler");

  private static final Pattern UNDER_WAY =
      Pattern.compile("(?m)^troupe_tasks_under_way(?:\\{[^}]*\\})? (\\S+)");
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> urls;
  private final List<String> pids;
  private final AtomicInteger turn = new AtomicInteger();

  private Waiting(List<String> urls, List<String> pids) {
    this.urls = urls;
    this.pids = pids;
  }

  public static void main(String[] arguments) throws Exception {
    var waiting =
        new Waiting(List.of(arguments[0].split(",")), List.of(arguments[1].split(",")));
    var tasks = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000;
    var due = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1_000;
    if (tasks > 0) {
      waiting.weigh(tasks);
    }
    waiting.wake(due, arguments.length > 4 && arguments[4].equals("stopped"));
  }

  private void weigh(int tasks) throws Exception {
    // What is loaded once, by the first thousand of its kind, is no task's weight.
    submitAll(1_000, Instant.now().plusSeconds(86_400));
    awaitLeft();
    var none = liveBytes();
    var begin = System.nanoTime();
    submitAll(tasks, Instant.now().plusSeconds(86_400));
    var seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("%d tasks submitted in %.0f s%n", tasks, seconds);
    awaitLeft();
    var all = liveBytes();
    System.out.printf(
        "live heap after a collection: %.1f MB before, %.1f MB with %d tasks that wait: %+.1f MB%n",
        none / 1e6, all / 1e6, tasks, (all - none) / 1e6);
  }

  private void wake(int tasks, boolean isStopped) throws Exception {
    var due = Instant.now().plusSeconds(60 + tasks / 50).truncatedTo(ChronoUnit.SECONDS);
    var ids = submitAll(tasks, due);
    awaitLeft();
    var from = due;
    if (isStopped) {
      System.out.printf("stop all nodes now, and start them again later than %s%n", due);
      awaitAll(false);
      awaitAll(true);
      from = Instant.now();
      System.out.printf("all nodes are ready, %d s behind%n", Duration.between(due, from).toSeconds());
    }
    // Whoever is asked before would be in memory for that.
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
    behind(from, ids, isStopped ? "behind the nodes' start" : "behind");
  }

  private void behind(Instant due, List<String> ids, String what) throws Exception {
    var behind = new ArrayList<Double>();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var calls = ids.stream().<Callable<Double>>map(id -> () -> behind(due, id)).toList();
      for (var call : clients.invokeAll(calls)) {
        behind.add(call.get());
      }
    }
    behind.sort(null);
    System.out.printf(
        "%d tasks due in one second: half of them seen to be done %.1f s %s, the last %.1f s%n",
        ids.size(), behind.get(ids.size() / 2), what, behind.getLast());
  }

  /** Until all are ready, or none answers. */
  private void awaitAll(boolean ready) throws Exception {
    for (var url : urls) {
      while (isReady(url) != ready) {
        Thread.sleep(200);
      }
    }
  }

  private boolean isReady(String url) throws Exception {
    try {
      var request = HttpRequest.newBuilder(URI.create(url + "/health/ready")).timeout(Duration.ofSeconds(2));
      return client.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      return false;
    }
  }

  /** One node after the other. */
  private String url() {
    return urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
  }

  private List<String> submitAll(int tasks, Instant until) throws Exception {
    var body =
        """
        {"goal": "wait", "workflow": {"StartAt": "Wait", "States": {
          "Wait": {"Type": "Wait", "Timestamp": "%s", "Next": "Done"}, "Done": {"Type": "Pass", "End": true}}}}
        """
            .formatted(until);
    var refused = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var calls =
          IntStream.range(0, tasks)
              .<Callable<String>>mapToObj(_ -> () -> submit(body, refused))
              .toList();
      var ids = new ArrayList<String>();
      for (var call : clients.invokeAll(calls)) {
        ids.add(call.get());
      }
      if (refused.get() > 0) {
        System.out.println(refused + " submissions were refused first, and said again");
      }
      return ids;
    }
  }

  private String submit(String body, AtomicInteger refused) throws Exception {
    while (true) {
      var request =
          HttpRequest.newBuilder(URI.create(url() + "/v1/tasks"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body));
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        return first(ID, answer.body());
      }
      if (answer.statusCode() != 503) {
        throw new IOException(answer.statusCode() + " " + answer.body());
      }
      refused.incrementAndGet();
      Thread.sleep(1_000L * Long.parseLong(answer.headers().firstValue("Retry-After").orElse("1")));
    }
  }

  /** Until none is in memory. */
  private void awaitLeft() throws Exception {
    for (var url : urls) {
      while (Double.parseDouble(first(UNDER_WAY, get(url + "/metrics"))) > 0) {
        Thread.sleep(500);
      }
    }
  }

  /** Seconds until a client has seen its end. */
  private double behind(Instant due, String id) throws Exception {
    while (true) {
      if (get(url() + "/v1/tasks/" + id + "?wait=60s").contains("\"completed\"")) {
        return Duration.between(due, Instant.now()).toMillis() / 1e3;
      }
    }
  }

  private String get(String address) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }

  private long liveBytes() throws Exception {
    var all = 0L;
    for (var pid : pids) {
      all += liveBytes(pid);
    }
    return all;
  }

  private static long liveBytes(String pid) throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    long least = Long.MAX_VALUE;
    for (var round = 0; round < 3; round++) {
      var asked = new ProcessBuilder(jcmd, pid, "GC.class_histogram").start();
      var histogram = new String(asked.getInputStream().readAllBytes());
      least = Math.min(least, Long.parseLong(first(TOTAL, histogram)) - fillers(histogram));
    }
    return least;
  }

  private static long fillers(String histogram) {
    return FILLER.matcher(histogram).results().mapToLong(row -> Long.parseLong(row.group(1))).sum();
  }

  private static String first(Pattern pattern, String text) throws IOException {
    var found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return found.group(1);
  }
}
