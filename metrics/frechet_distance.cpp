#include "metrics/frechet_distance.h"

#include <Eigen/Core>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "metrics/symmetric_eigen.h"

namespace mien {
namespace {

using Matrix = Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Moments {
  Eigen::RowVectorXd mean;
  Matrix root;  // root' root is the covariance; at most D rows
};

Moments moments_of(const Tensor& features) {
  const Tensor values = features.to(DType::float64);
  const Eigen::Map<const RowMajor> x(values.span<double>().data(), values.dim(0), values.dim(1));
  check(x.allFinite(), "frechet_distance: features must be finite");
  const Eigen::RowVectorXd mean = x.colwise().mean();
  const Matrix root = (x.rowwise() - mean) / std::sqrt(static_cast<double>(x.rows() - 1));
  if (root.rows() <= root.cols()) return {mean, root};
  const Eigen::HouseholderQR<Matrix> qr(root);
  return {mean, qr.matrixQR().topRows(root.cols()).triangularView<Eigen::Upper>()};
}

/// By eigenvalues: Eigen's own singular values cost as much time to compile as the rest together.
double sum_of_singular_values(const Matrix& x) {
  const Matrix square = x.rows() < x.cols() ? Matrix(x * x.transpose()) : x.transpose() * x;
  const std::vector<double> values = symmetric_eigenvalues(square.rows(), square.data());
  return Eigen::Map<const Eigen::VectorXd>(values.data(), square.rows())
      .cwiseMax(0)
      .cwiseSqrt()
      .sum();
}

void check_features(const Tensor& features) {
  const DType dtype = features.dtype();
  check(features.defined() && (dtype == DType::float32 || dtype == DType::float64) &&
            features.rank() == 2 && features.dim(0) >= 2 && features.dim(1) >= 1,
        "frechet_distance: features must be float32 or float64 [N, D] with N of at least 2, got ",
        dtype, " ", features.shape());
}

}  // namespace

// With Σx = A'A and Σy = B'B, the eigenvalues of Σx Σy other than 0 are the squared singular values
// of AB', a matrix as small as the samples are few.
double frechet_distance(const Tensor& x, const Tensor& y) {
  check_features(x);
  check_features(y);
  check(x.dim(1) == y.dim(1), "frechet_distance: sets differ in features: ", x.shape(), " and ",
        y.shape());
  const Moments a = moments_of(x), b = moments_of(y);
  const double root_trace = sum_of_singular_values(a.root * b.root.transpose());
  const double traces = a.root.squaredNorm() + b.root.squaredNorm();
  return std::max((a.mean - b.mean).squaredNorm() + traces - 2 * root_trace, 0.0);
}

}  // namespace mien
