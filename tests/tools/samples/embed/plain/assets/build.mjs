not an asset
