import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Ten times what nodes can do, for a while: each submission is answered, and what was accepted is
 * done. One file without dependencies: {@code java http-api/load/Overload.java URL[,URL...] [SECONDS]
 * [TIMES]}. A task is one agent of the engine that is built in.
 *
 * <p>First it measures how many such tasks a second are done from submission to end. Then it submits
 * so many times as many in each second, whatever becomes of those before, and repeats nothing. A
 * submission for which no connection is left is counted as not sent.
 */
final class Overload {
  private static final int CLIENTS = 32;
  private static final Duration MEASURED_FOR = Duration.ofSeconds(15);
  private static final int AT_ONCE = 4_000;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);
  private static final Duration DONE_WITHIN = Duration.ofMinutes(30);
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"([^\"]+)\"");
  private static final String BODY =
      "{\"goal\": \"Work %d.\", \"workflow\": {\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {"
          + "\"A\": {\"Type\": \"Task\", \"Resource\": \"agent:researcher\", \"Arguments\": {\"question\": \"{%% $states.input.goal %%}\"}, \"Next\": \"B\"},"
          + "\"B\": {\"Type\": \"Pass\", \"End\": true}}}}";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final List<String> nodes;
  private final AtomicInteger number = new AtomicInteger();

  private Overload(List<String> nodes) {
    this.nodes = nodes;
  }

  public static void main(String[] arguments) throws Exception {
    var overload = new Overload(List.of(arguments[0].split(",")));
    var seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    var times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    var capacity = overload.capacity();
    if (capacity == 0) {
      throw new IllegalStateException("none of the first tasks was completed; see GET /v1/tasks");
    }
    System.out.printf("%.0f tasks a second are done from submission to end%n", capacity);
    var ids = overload.flood(capacity * times, seconds);
    overload.awaitAll(ids);
    System.exit(0);
  }

  /** By {@link #CLIENTS} that each wait for the end before they submit again. */
  private double capacity() throws InterruptedException {
    var done = new AtomicInteger();
    var end = Instant.now().plus(MEASURED_FOR);
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one = 0; one < CLIENTS; one++) {
        clients.execute(
            () -> {
              while (Instant.now().isBefore(end)) {
                var id = submitted(send(submission()));
                if (status(id, "?wait=60s").equals("completed") && Instant.now().isBefore(end)) {
                  done.incrementAndGet();
                }
              }
            });
      }
    }
    return done.get() / (double) MEASURED_FOR.toSeconds();
  }

  private List<String> flood(double aSecond, int seconds) throws InterruptedException {
    var ids = new ConcurrentLinkedQueue<String>();
    var answers = new ConcurrentHashMap<String, AtomicInteger>();
    var room = new Semaphore(AT_ONCE);
    var begin = System.nanoTime();
    var wanted = (long) (aSecond * seconds);
    for (var sent = 0L; sent < wanted; sent++) {
      LockSupport.parkNanos(begin + (long) (sent / aSecond * 1e9) - System.nanoTime());
      if (!room.tryAcquire()) {
        count(answers, "not sent: no connection left");
        continue;
      }
      client
          .sendAsync(submission(), BodyHandlers.ofString())
          .whenComplete(
              (answer, failed) -> {
                room.release();
                if (failed != null) {
                  count(answers, "failed: " + failed);
                } else {
                  count(answers, name(answer));
                  if (answer.statusCode() == 202) {
                    ids.add(submitted(answer));
                  }
                }
              });
    }
    var took = (System.nanoTime() - begin) / 1e9;
    room.acquire(AT_ONCE);
    System.out.printf(
        "%d submissions in %.0f s, %.0f a second; by their answer: %s%n",
        wanted, took, wanted / took, new TreeMap<>(answers));
    return new ArrayList<>(ids);
  }

  private static String name(HttpResponse<String> answer) {
    var retry = answer.headers().firstValue("Retry-After").isPresent() ? " with Retry-After" : "";
    return answer.statusCode() + retry;
  }

  private static void count(Map<String, AtomicInteger> answers, String answer) {
    answers.computeIfAbsent(answer, _ -> new AtomicInteger()).incrementAndGet();
  }

  private void awaitAll(List<String> ids) throws InterruptedException {
    var begin = Instant.now();
    var ends = new ConcurrentHashMap<String, AtomicInteger>();
    var room = new Semaphore(CLIENTS);
    for (var id : ids) {
      room.acquire();
      Thread.startVirtualThread(
          () -> {
            try {
              var status = "";
              while (!ends(status) && Instant.now().isBefore(begin.plus(DONE_WITHIN))) {
                status = status(id, "?wait=30s");
              }
              count(ends, status);
            } finally {
              room.release();
            }
          });
    }
    room.acquire(CLIENTS);
    System.out.printf(
        "%d accepted; %d s later all were asked for, by their status: %s%n",
        ids.size(), Duration.between(begin, Instant.now()).toSeconds(), new TreeMap<>(ends));
  }

  private static boolean ends(String status) {
    return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
  }

  private HttpRequest submission() {
    var next = number.incrementAndGet();
    return HttpRequest.newBuilder(URI.create(nodes.get(next % nodes.size()) + "/v1/tasks"))
        .timeout(ANSWERED_WITHIN)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(BODY.formatted(next)))
        .build();
  }

  private String status(String id, String query) {
    var node = nodes.get(Math.floorMod(id.hashCode(), nodes.size()));
    var request = HttpRequest.newBuilder(URI.create(node + "/v1/tasks/" + id + query)).build();
    var found = STATUS.matcher(send(request).body());
    return found.find() ? found.group(1) : "unknown";
  }

  private static String submitted(HttpResponse<String> answer) {
    var found = ID.matcher(answer.body());
    if (answer.statusCode() != 202 || !found.find()) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return found.group(1);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
