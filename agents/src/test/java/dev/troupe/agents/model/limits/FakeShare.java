package dev.troupe.agents.model.limits;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster of as many nodes as a test says. */
final class FakeShare implements Share {
  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private volatile int members;

  FakeShare(int members) {
    this.members = members;
  }

  void becomes(int changed) {
    members = changed;
    looks.forEach(Runnable::run);
  }

  @Override
  public int members() {
    return members;
  }

  @Override
  public void onChange(Runnable look) {
    looks.add(look);
  }
}
