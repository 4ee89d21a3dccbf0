package dev.troupe.agents.tool.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers for a name in the order it was told; the last answer stays. */
final class FakeResolver implements Resolver {
  private final Map<String, Queue<List<String>>> answers = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();

  FakeResolver with(String name, String... addresses) {
    answers.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(Arrays.asList(addresses));
    return this;
  }

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    asked.add(name);
    var known = answers.get(name);
    if (known == null) {
      throw new UnknownHostException(name);
    }
    var addresses = new ArrayList<InetAddress>();
    for (var address : known.size() > 1 ? known.remove() : known.element()) {
      addresses.add(InetAddress.getByName(address));
    }
    return addresses;
  }
}
