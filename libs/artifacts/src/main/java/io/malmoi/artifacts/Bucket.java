package io.malmoi.artifacts;

import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.DeleteObjectsArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Contents;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult.Upload;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The objects of one bucket. Thread-safe. Its failures are the exceptions of {@link StoreErrors}. */
final class Bucket implements AutoCloseable {
    /** Parts of this size bound the memory of an upload, and 10,000 of them its length (156 GiB). */
    static final long PART_BYTES = 16L * 1024 * 1024;

    private static final int PAGE = 1000;
    private static final int CONNECT_SECONDS = 3;
    private static final int TRANSFER_SECONDS = 60;
    private static final int TRIES = 3;
    private static final int FIRST_DELAY_MILLISECONDS = 200;
    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
    private static final int CONCURRENT_REQUESTS = 64;

    private final String bucket;
    private final String region;
    private final MinioAsyncClient client;
    private final StoreErrors errors;

    Bucket(ObjectStoreSettings settings) {
        bucket = settings.bucket();
        region = settings.region();
        errors = new StoreErrors(settings);
        client = MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(region)
                .httpClient(httpClient(), true)
                .build();
    }

    private static OkHttpClient httpClient() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(CONCURRENT_REQUESTS);
        dispatcher.setMaxRequestsPerHost(CONCURRENT_REQUESTS);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(TRANSFER_SECONDS, TimeUnit.SECONDS)
                .writeTimeout(TRANSFER_SECONDS, TimeUnit.SECONDS)
                .addInterceptor(new Http.StatusRetryInterceptor(PASSING_STATUSES, FIRST_DELAY_MILLISECONDS, TRIES))
                .build();
    }

    void create() {
        BucketExistsArgs exists = BucketExistsArgs.builder().bucket(bucket).build();
        if (join(client.bucketExists(exists))) {
            return;
        }
        try {
            join(client.makeBucket(
                    MakeBucketArgs.builder().bucket(bucket).region(region).build()));
        } catch (ObjectStoreUnavailableException e) {
            if (!join(client.bucketExists(exists))) { // another process may have made it meanwhile
                throw e;
            }
        }
    }

    /** Uploads a stream in parts; at most {@link #PART_BYTES} twice are held. The object appears whole or not at all. */
    void put(String key, InputStream content) {
        // SHA-256 is reckoned for the signature anyway; by default the client would add a CRC-32C
        join(client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(content, -1L, PART_BYTES)
                .checksum(Checksum.Algorithm.SHA256)
                .build()));
    }

    /** Writes an object unless there is one of this key; returns whether it did. */
    boolean putIfAbsent(String key, byte[] content) {
        PutObjectArgs args = PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .data(content, content.length)
                .headers(Map.of("If-None-Match", "*"))
                .build();
        try {
            client.putObject(args).join();
            return true;
        } catch (CompletionException e) {
            if (isCode(e, "PreconditionFailed", "ConditionalRequestConflict")) {
                return false;
            }
            throw errors.translate(e);
        }
    }

    /** The object's content, to be closed by the caller; empty if there is no such object. */
    Optional<InputStream> get(String key) {
        return get(GetObjectArgs.builder().bucket(bucket).object(key).build());
    }

    /** The object's content, to be closed by the caller; empty if there is no such object, or one of another entity tag. */
    Optional<InputStream> get(String key, String etag) {
        return get(GetObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .matchETag(etag)
                .build());
    }

    /** Bytes of an object from an offset on. */
    Optional<InputStream> get(String key, long offset, long length) {
        return get(GetObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .offset(offset)
                .length(length)
                .build());
    }

    private Optional<InputStream> get(GetObjectArgs object) {
        try {
            return Optional.of(client.getObject(object).join());
        } catch (CompletionException e) {
            if (isCode(e, "NoSuchKey", "PreconditionFailed")) {
                return Optional.empty();
            }
            throw errors.translate(e);
        }
    }

    /** Keys that begin with the prefix; not recursive: up to the next '/', which is then their last character. */
    List<String> list(String prefix, boolean recursive) {
        List<String> keys = new ArrayList<>();
        forEachPage(prefix, recursive, page -> {
            page.contents().forEach(object -> keys.add(object.objectName()));
            page.commonPrefixes().forEach(folder -> keys.add(folder.toItem().objectName()));
        });
        return keys;
    }

    /** Every object whose key begins with the prefix, whatever characters its key has. */
    void forEach(String prefix, Consumer<SourceBucket.Source> action) {
        forEachPage(prefix, true, page -> {
            boolean encoded = "url".equals(page.encodingType());
            for (Contents object : page.contents()) {
                String key =
                        encoded ? URLDecoder.decode(object.objectName(), StandardCharsets.UTF_8) : object.objectName();
                action.accept(new SourceBucket.Source(key, object.size(), object.etag()));
            }
        });
    }

    private void forEachPage(String prefix, boolean recursive, Consumer<ListBucketResultV2> action) {
        String next = null;
        do {
            ListBucketResultV2 page = join(client.listObjectsV2(ListObjectsV2Args.builder()
                            .bucket(bucket)
                            .prefix(prefix)
                            .delimiter(recursive ? "" : "/")
                            .encodingType("url")
                            .continuationToken(next)
                            .maxKeys(PAGE)
                            .build()))
                    .result();
            action.accept(page);
            next = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (next != null);
    }

    void delete(List<String> keys) {
        for (int start = 0; start < keys.size(); start += PAGE) {
            List<DeleteRequest.Object> objects = keys.subList(start, Math.min(start + PAGE, keys.size())).stream()
                    .map(DeleteRequest.Object::new)
                    .toList();
            DeleteObjectsArgs args = DeleteObjectsArgs.builder()
                    .bucket(bucket)
                    .objects(objects)
                    .quiet(true)
                    .build();
            for (DeleteResult.Error error :
                    join(client.deleteObjects(args)).result().errors()) {
                throw errors.failed("it cannot delete " + error.objectName() + ": " + error.message(), null);
            }
        }
    }

    /** Forgets the parts of unfinished uploads to keys that begin with the prefix. */
    void abortUploads(String prefix) {
        ListMultipartUploadsArgs unfinished =
                ListMultipartUploadsArgs.builder().bucket(bucket).prefix(prefix).build();
        for (Upload upload :
                join(client.listMultipartUploads(unfinished)).result().uploads()) {
            join(client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .object(upload.objectName())
                    .uploadId(upload.uploadId())
                    .build()));
        }
    }

    StoreErrors errors() {
        return errors;
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw errors.translate(e);
        }
    }

    private static boolean isCode(CompletionException e, String... codes) {
        return e.getCause() instanceof ErrorResponseException response
                && List.of(codes).contains(response.errorResponse().code());
    }
}
