package dev.troupe.agents.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * The body of a model call, which does not leave a process that was suspended: another node may
 * have gone on with the call's task meanwhile. Asked in the last moment there is, behind the
 * connection and the request's head, because an endpoint answers nobody whose body has not come.
 */
final class HeldBody extends AbstractHttpEntity {
  private final byte[] body;
  private final BooleanSupplier isSuspended;

  /** What the transport reports in place of an answer. */
  static final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    Held() {
      super("the process was suspended");
    }
  }

  HeldBody(byte[] body, BooleanSupplier isSuspended) {
    super((String) null, null);
    this.body = body;
    this.isSuspended = isSuspended;
  }

  @Override
  public void writeTo(OutputStream connection) throws IOException {
    if (isSuspended.getAsBoolean()) {
      throw new Held();
    }
    connection.write(body);
  }

  @Override
  public long getContentLength() {
    return body.length;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
