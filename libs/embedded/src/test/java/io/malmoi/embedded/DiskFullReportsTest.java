package io.malmoi.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

class DiskFullReportsTest {
    @Test
    void aFullDiskIsToldFromOtherFailures() {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> write(new IOException("No space left on device")))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(507));
        IOException other = new IOException("Input/output error");
        assertThatThrownBy(() -> write(other))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(other);
    }

    private static void write(IOException failure) {
        BlobStore broken = (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (proxy, method, arguments) -> {
                    throw new UncheckedIOException(failure);
                });
        new DiskFullReports(broken).putBlob(null, InputStream.nullInputStream());
    }
}
