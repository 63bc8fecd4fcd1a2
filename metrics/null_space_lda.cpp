#include "metrics/null_space_lda.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "metrics/symmetric_eigen.h"

namespace mien {
namespace {

using Matrix = Eigen::MatrixXd;
template <class T>
using RowMajor = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Inner products of the differences u = photograph - synthesised and the means v of both, less
/// the mean of all, for a few hundred pixels at a time.
template <class T>
Tensor gram_of(const Tensor& photographs, const Tensor& synthesised) {
  const Index people = photographs.dim(0), values = photographs.dim(1);
  const Eigen::Map<const RowMajor<T>> x(photographs.span<T>().data(), people, values);
  const Eigen::Map<const RowMajor<T>> y(synthesised.span<T>().data(), people, values);
  Matrix gram = Matrix::Zero(2 * people, 2 * people);
  for (Index begin = 0; begin < values; begin += 512) {
    const Index count = std::min<Index>(512, values - begin);
    const Matrix photos = x.middleCols(begin, count).template cast<double>();
    const Matrix others = y.middleCols(begin, count).template cast<double>();
    Matrix rows(2 * people, count);
    rows.topRows(people) = photos - others;
    rows.bottomRows(people) = (photos + others) / 2;
    const Eigen::RowVectorXd mean = rows.bottomRows(people).colwise().mean();
    rows.bottomRows(people).rowwise() -= mean;
    gram.selfadjointView<Eigen::Lower>().rankUpdate(rows);
  }
  check(gram.allFinite(), "null_space_lda: pictures must be finite");
  Tensor result({2 * people, 2 * people}, DType::float64);
  Eigen::Map<Matrix>(result.mutable_data<double>(), 2 * people, 2 * people) =
      gram.selfadjointView<Eigen::Lower>();
  return result;
}

/// Entry d: the share of columns of `probes` whose nearest column of `gallery`, by the first d + 1
/// rows, has the same number.
std::vector<double> rates_of(const Matrix& probes, const Matrix& gallery) {
  const Index count = probes.cols();
  Matrix distances = Matrix::Zero(count, count);
  std::vector<double> rates;
  for (Index d = 0; d < probes.rows(); ++d) {
    Index hits = 0;
    for (Index i = 0; i < count; ++i) {
      distances.col(i).array() += (gallery.row(d).transpose().array() - probes(d, i)).square();
      Index nearest;
      distances.col(i).minCoeff(&nearest);
      hits += nearest == i;
    }
    rates.push_back(static_cast<double>(hits) / static_cast<double>(count));
  }
  return rates;
}

void check_pictures(const Tensor& x) {
  const DType dtype = x.dtype();
  check(x.defined() && x.rank() == 2 && x.numel() > 0 &&
            (dtype == DType::uint8 || dtype == DType::float32 || dtype == DType::float64),
        "null_space_lda: pictures must be uint8, float32 or float64 [K, P], got ", dtype, " ",
        x.shape());
}

void check_split(const PeopleSplit& split, Index people, Index values) {
  const Index n = static_cast<Index>(split.training.size());
  check(n >= 2 && !split.test.empty(),
        "null_space_lda: at least 2 people must train and 1 test, got ", n, " and ",
        split.test.size());
  check(values >= 2 * n - 1, "null_space_lda: ", n, " training people need pictures of at least ",
        2 * n - 1, " values, got ", values);
  for (const auto* rows : {&split.training, &split.test}) {
    for (Index row : *rows) {
      check(row >= 0 && row < people, "null_space_lda: no row ", row, " of ", people);
    }
  }
}

}  // namespace

PeopleSplit split_people(Index people, Index training_people, const Random& random) {
  check(training_people >= 2 && training_people < people, "split_people: of ", people,
        " people at least 2 must train and 1 test, got ", training_people, " for training");
  const std::vector<Index> order = random_permutation(people, random);
  return {{order.begin(), order.begin() + training_people},
          {order.begin() + training_people, order.end()}};
}

NullSpaceLda::NullSpaceLda(const Tensor& photographs, const Tensor& synthesised) {
  check_pictures(photographs);
  check_pictures(synthesised);
  check(photographs.shape() == synthesised.shape() && photographs.dtype() == synthesised.dtype(),
        "null_space_lda: photographs and synthesised pictures differ: ", photographs.dtype(), " ",
        photographs.shape(), " and ", synthesised.dtype(), " ", synthesised.shape());
  values_ = photographs.dim(1);
  gram_ = photographs.dtype() == DType::uint8     ? gram_of<std::uint8_t>(photographs, synthesised)
          : photographs.dtype() == DType::float32 ? gram_of<float>(photographs, synthesised)
                                                  : gram_of<double>(photographs, synthesised);
}

// S_w is spanned by the training people's differences u, so what S_b has in its null space are the
// means v less their projection on those, r = v - U (U'U)⁻¹ U'v, less their mean. The eigenvectors
// sought are the left singular vectors of R = (r1 ... rn): from R'R, as pictures are long and few.
std::vector<double> NullSpaceLda::rates(const PeopleSplit& split) const {
  const auto &train = split.training, &test = split.test;
  const Index n = static_cast<Index>(train.size()), count = people();
  check_split(split, count, values_);
  const Eigen::Map<const Matrix> gram(gram_.data<double>(), 2 * count, 2 * count);
  const auto uu = gram.topLeftCorner(count, count), uv = gram.topRightCorner(count, count);
  const auto vu = gram.bottomLeftCorner(count, count), vv = gram.bottomRightCorner(count, count);

  const Matrix within = uu(train, train), mixed = uv(train, train), between = vv(train, train);
  const Matrix weights = within.ldlt().solve(mixed);  // passes over people without differences
  const auto times_r = [&](const Matrix& times_u, const Matrix& times_v) {  // R'x of U'x and V'x
    const Matrix product = times_v - weights.transpose() * times_u;
    return Matrix(product.rowwise() - product.colwise().mean());
  };
  const Matrix uncentred = times_r(mixed, between);
  const Matrix scatter = uncentred.colwise() - uncentred.rowwise().mean();
  const SymmetricEigen eigen = symmetric_eigen(n, scatter.data());
  const Eigen::Map<const Matrix> vectors(eigen.vectors.data(), n, n);
  const double zero = 1e-12 * between.trace();
  Matrix projection = vectors.rowwise().reverse().leftCols(n - 1);
  for (Index d = 0; d < n - 1; ++d) {
    const double square = eigen.values[static_cast<std::size_t>(n - 1 - d)];
    projection.col(d) *= square > zero ? 1 / std::sqrt(square) : 0;
  }
  const Matrix means = projection.transpose() * times_r(uv(train, test), vv(train, test));
  const Matrix halves = projection.transpose() * times_r(uu(train, test), vu(train, test)) / 2;
  return rates_of(means + halves, means - halves);
}

NullSpaceLdaRates null_space_lda(const Tensor& photographs, const Tensor& synthesised,
                                 const NullSpaceLdaOptions& options) {
  check(options.splits >= 1, "null_space_lda: at least 1 split is needed, got ", options.splits);
  const NullSpaceLda lda(photographs, synthesised);
  const Random random(options.seed, "null_space_lda");
  std::vector<double> sums(std::max<Index>(options.training_people - 1, 0));
  double best = 0;
  for (Index i = 0; i < options.splits; ++i) {
    const auto rates = lda.rates(split_people(lda.people(), options.training_people, random.at(i)));
    best += *std::max_element(rates.begin(), rates.end());
    for (std::size_t d = 0; d < rates.size(); ++d) sums[d] += rates[d];
  }
  const double splits = static_cast<double>(options.splits);
  return {best / splits, *std::max_element(sums.begin(), sums.end()) / splits};
}

}  // namespace mien
