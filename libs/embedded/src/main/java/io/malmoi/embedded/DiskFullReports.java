package io.malmoi.embedded;

import java.io.InputStream;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Answers a write to a full disk as MinIO does (507 XMinioStorageFull), where s3proxy would speak of an internal error.
 * A decorator of s3proxy's own kind, because s3proxy looks through those to the store and its abilities.
 */
final class DiskFullReports extends ForwardingBlobStore {
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final String CODE = "XMinioStorageFull";
    private static final String MESSAGE = "The disk of the object store is full.";

    DiskFullReports(BlobStore store) {
        super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        return reporting(() -> super.putBlob(request, payload));
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        return reporting(() -> super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        return reporting(() -> super.uploadMultipartPart(upload, request, payload));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return reporting(() -> super.completeMultipartUpload(upload, request));
    }

    private static <T> T reporting(Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            throw isDiskFull(e) ? diskFull(e) : e;
        }
    }

    private static boolean isDiskFull(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && (message.contains("No space left") || message.contains("quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    private static AwsServiceException diskFull(RuntimeException cause) {
        return S3Exception.builder()
                .message(MESSAGE)
                .cause(cause)
                .statusCode(INSUFFICIENT_STORAGE)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(CODE)
                        .errorMessage(MESSAGE)
                        .build())
                .build();
    }
}
